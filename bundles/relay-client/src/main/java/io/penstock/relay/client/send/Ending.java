package io.penstock.relay.client.send;

import io.penstock.relay.client.backlog.Signal;

/** Whether the sender is to end: first once everything is sent, then at once. Thread-safe. */
final class Ending {
    private final Signal signal;
    private volatile boolean asked;
    private volatile boolean now;

    Ending(Signal signal) {
        this.signal = signal;
    }

    /** End once everything is acknowledged. */
    void ask() {
        asked = true;
        signal.raise();
    }

    /** End at once. */
    void now() {
        asked = true;
        now = true;
        signal.raise();
    }

    boolean asked() {
        return asked;
    }

    boolean isNow() {
        return now;
    }
}
