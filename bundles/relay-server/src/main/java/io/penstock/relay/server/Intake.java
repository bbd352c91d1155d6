package io.penstock.relay.server;

import io.penstock.core.plugin.InputFeed;
import io.penstock.relay.wire.api.Frame;

/** What one connection's frames go through, in order, on the input's thread. */
interface Intake {
    /**
     * Takes one frame; blocks while the pipe is full.
     *
     * @return how many events it brought, duplicates included
     * @throws io.penstock.core.error.PenstockException CORRUPT when it cannot be read: the connection is to be ended
     */
    int work(Frame frame, InputFeed feed) throws InterruptedException;

    /** Whose they are. */
    Client client();
}
