package io.penstock.relay.server;

import java.util.concurrent.atomic.LongAdder;

/** What is counted of one client, or of all. Thread-safe. */
final class ClientCounters {
    final LongAdder events = new LongAdder();
    final LongAdder bytes = new LongAdder();
    /** Events that had come before. */
    final LongAdder duplicates = new LongAdder();
    /** Numbers the client gave up. */
    final LongAdder missing = new LongAdder();
    /** Events that could not be represented. */
    final LongAdder unfit = new LongAdder();

    void addTo(ClientCounters sum) {
        sum.events.add(events.sum());
        sum.bytes.add(bytes.sum());
        sum.duplicates.add(duplicates.sum());
        sum.missing.add(missing.sum());
        sum.unfit.add(unfit.sum());
    }
}
