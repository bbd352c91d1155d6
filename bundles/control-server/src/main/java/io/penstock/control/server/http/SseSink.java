package io.penstock.control.server.http;

import java.util.OptionalLong;

/** Takes a stream's events. Thread-safe; the order of calls is the order of events. */
public interface SseSink {
    /** The most bytes that wait for a slow reader; one who lets more wait is cut off, and comes again with Last-Event-ID. */
    int MAX_WAITING_BYTES = 1 << 20;

    /**
     * Sends one event.
     *
     * @param id where to go on after it
     * @param data one line
     * @return false: the reader is gone
     */
    boolean send(OptionalLong id, String event, String data);

    /** Ends the stream. */
    void end();
}
