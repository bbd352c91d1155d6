package io.penstock.relay.wire.api;

/**
 * Where one end of a connection stands, and so which frames it may be sent. What is not allowed is answered by a Reject
 * ({@link RejectCode#PROTOCOL}) and the connection closed.
 */
public enum Phase {
    /** The server, connected to. */
    AWAITS_HELLO(1 << Frame.HELLO),
    /** The server, when it has sent its Challenge. */
    AWAITS_PROOF(1 << Frame.PROOF | Ending.BITS),
    /** The server, when it has sent its Welcome. */
    RECEIVES(1 << Frame.SERIES | 1 << Frame.DATA | 1 << Frame.RESET | 1 << Frame.HEARTBEAT | Ending.BITS),
    /** The client, when it has sent its Hello. */
    AWAITS_CHALLENGE(1 << Frame.CHALLENGE | Ending.BITS),
    /** The client, when it has sent its Proof. */
    AWAITS_WELCOME(1 << Frame.WELCOME | Ending.BITS),
    /** The client, when it has its Welcome. */
    SENDS(1 << Frame.ACK | 1 << Frame.HEARTBEAT | 1 << Frame.NOTICE | Ending.BITS);

    private final int allowed;

    Phase(int allowed) {
        this.allowed = allowed;
    }

    /** Whether a frame of this type may come now. */
    public boolean allows(int type) {
        return type > 0 && type < Integer.SIZE && (allowed & 1 << type) != 0;
    }

    /** What either end may say at any time once it was spoken to. */
    private static final class Ending {
        static final int BITS = 1 << Frame.REJECT | 1 << Frame.GOODBYE;
    }
}
