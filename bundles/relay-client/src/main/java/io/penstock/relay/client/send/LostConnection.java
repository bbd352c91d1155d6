package io.penstock.relay.client.send;

import java.io.IOException;

/** A connection ended, and this client knows why: the message is for people as it is. */
final class LostConnection extends IOException {
    private static final long serialVersionUID = 1L;

    LostConnection(String message) {
        super(message);
    }
}
