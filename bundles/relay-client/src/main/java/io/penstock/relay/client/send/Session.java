package io.penstock.relay.client.send;

import java.io.IOException;

/** Sends over one connection whose server has said welcome. Sender only. */
interface Session {
    /**
     * Sends what there is and what comes, until asked to end and everything is acknowledged.
     *
     * @throws IOException when the connection is lost
     */
    void run() throws IOException, InterruptedException;
}
