package io.penstock.relay.wire.api;

/** Why one end ends a connection. */
public enum RejectCode {
    /** A code this version does not know. */
    UNKNOWN(0),
    /** No version both speak; the message names both ranges. */
    VERSION(1),
    /** Not known, wrong token, or a name bound to another credential: all the same to who asks. */
    DENIED(2),
    /** Too many connections for now. */
    BUSY(3),
    /** This identity, with this newest epoch, is connected and alive already. */
    DUPLICATE(4),
    /** Bytes or an order of messages that the protocol does not have. */
    PROTOCOL(5),
    /** A limit of the Welcome was exceeded. */
    LIMIT(6),
    /** The server stops; come back later. */
    CLOSING(7),
    /** More events in a time than this client may send. */
    RATE(8);

    private final int number;

    RejectCode(int number) {
        this.number = number;
    }

    /** As it is written. */
    public int number() {
        return number;
    }

    /** Whether trying again with the same settings can help. */
    public boolean passes() {
        return this == BUSY || this == DUPLICATE || this == CLOSING || this == RATE;
    }

    /** The code of a number; {@link #UNKNOWN} for others. */
    public static RejectCode of(long number) {
        for (RejectCode code : values()) {
            if (code.number == number) {
                return code;
            }
        }
        return UNKNOWN;
    }
}
