package io.penstock.control.server.http;

/** Where a stream's events come from. */
@FunctionalInterface
public interface SseSource {
    /**
     * Begins to send; returns at once.
     *
     * @return closed once, when the connection is gone
     */
    AutoCloseable open(SseSink sink);
}
