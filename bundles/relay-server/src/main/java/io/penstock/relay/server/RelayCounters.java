package io.penstock.relay.server;

import java.util.concurrent.atomic.LongAdder;

/** What is counted of the server as such. Thread-safe. */
final class RelayCounters {
    final LongAdder accepted = new LongAdder();
    final LongAdder denied = new LongAdder();
    final LongAdder rejected = new LongAdder();
    final LongAdder lost = new LongAdder();
    final LongAdder renamedMetrics = new LongAdder();
}
