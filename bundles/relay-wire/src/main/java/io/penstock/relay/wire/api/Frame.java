package io.penstock.relay.wire.api;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;

/**
 * What one length prefix covers.
 *
 * @param type one of the constants here; {@link #ALUMET} for a frame of Alumet's, which has none
 * @param body what follows the type (and, in the first frame, the preamble); owned by the frame, shared by nobody
 */
public record Frame(int type, ByteBuffer body) {
    /** Any frame of Alumet's. */
    public static final int ALUMET = 0;
    /** {@link Message.Hello}. */
    public static final int HELLO = 1;
    /** {@link Message.Challenge}. */
    public static final int CHALLENGE = 2;
    /** {@link Message.Proof}. */
    public static final int PROOF = 3;
    /** {@link Message.Welcome}. */
    public static final int WELCOME = 4;
    /** {@link Message.Reject}. */
    public static final int REJECT = 5;
    /** Series of a {@link DataEncoder}. */
    public static final int SERIES = 6;
    /** Events of a {@link DataEncoder}. */
    public static final int DATA = 7;
    /** {@link Message.Ack}. */
    public static final int ACK = 8;
    /** {@link Message.Heartbeat}. */
    public static final int HEARTBEAT = 9;
    /** {@link Message.Goodbye}. */
    public static final int GOODBYE = 10;
    /** {@link Message.Reset}. */
    public static final int RESET = 11;
    /** {@link Message.Notice}. */
    public static final int NOTICE = 12;

    /** Bytes on the wire in front of the body: length and type. */
    public static final int HEADER_BYTES = 5;

    public Frame {
        requireNonNull(body, "body is null");
    }

    /** Bytes of the body. */
    public int sizeBytes() {
        return body.remaining();
    }
}
