package io.penstock.relay.server;

import io.penstock.relay.wire.api.Frame;

/** The talk with a client of Alumet's: it only ever sends. Event loop only. */
final class AlumetTalk implements Talk {
    private final Connection connection;
    private final Client client;

    AlumetTalk(Connection connection, Client client) {
        this.connection = connection;
        this.client = client;
        client.visitors().incrementAndGet();
    }

    @Override
    public void take(Frame frame) {
        connection.queue(frame);
    }

    /** It sends no heartbeats: only the operating system can tell that it is gone. */
    @Override
    public void tick() {
    }

    @Override
    public boolean repeats() {
        return false;
    }

    @Override
    public void end() {
        client.visitors().decrementAndGet();
    }
}
