package io.penstock.relay.client.send;

import java.util.concurrent.atomic.LongAdder;

/** What one output's sender counts. Thread-safe. */
public final class RelayCounters {
    final LongAdder retries = new LongAdder();
    final LongAdder connections = new LongAdder();
    final LongAdder bytesSent = new LongAdder();
    final LongAdder eventsSent = new LongAdder();
    final LongAdder failures = new LongAdder();
    private volatile long inFlightBytes;
    private volatile double lastAcknowledged = Double.NaN;

    /** Tries after a failure. */
    public long retries() {
        return retries.sum();
    }

    /** Welcomes of servers. */
    public long connections() {
        return connections.sum();
    }

    /** Bytes given to the network, framing included, TLS not. */
    public long bytesSent() {
        return bytesSent.sum();
    }

    /** Events given to the network, those sent again included. */
    public long eventsSent() {
        return eventsSent.sum();
    }

    /** Rounds of the servers that failed. */
    public long failures() {
        return failures.sum();
    }

    void inFlight(long bytes) {
        inFlightBytes = bytes;
    }

    /** Bytes sent and not acknowledged. */
    public long inFlightBytes() {
        return inFlightBytes;
    }

    void acknowledgedAt(double unixSeconds) {
        lastAcknowledged = unixSeconds;
    }

    /** When the server last acknowledged something, in seconds since 1970; NaN when it never did. */
    public double lastAcknowledged() {
        return lastAcknowledged;
    }
}
