package io.penstock.itest;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Both processes of a tunnel and the servers behind it, for all tests of a class. What has begun is ended, the last first,
 * also when the rest could not begin. Used by one thread.
 */
final class StandingTunnel implements AutoCloseable {
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private StartedProcess gateway;
    private StartedProcess agent;

    /** Ends with the tunnel, after it. */
    <T extends AutoCloseable> T with(T server) {
        parts.push(server);
        return server;
    }

    /** Starts both, and waits until they say that the tunnel stands. */
    void start(TunnelHomes homes) throws Exception {
        gateway = with(homes.startGateway());
        agent = with(homes.startAgent());
        homes.answers().awaitOnline();
    }

    StartedProcess gateway() {
        return gateway;
    }

    StartedProcess agent() {
        return agent;
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable part : parts) {
            part.close();
        }
    }
}
