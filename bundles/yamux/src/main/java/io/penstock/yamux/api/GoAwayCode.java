package io.penstock.yamux.api;

/** Why a session takes no new streams. The numbers on the wire are the ordinals (yamux specification, "Go Away"). */
public enum GoAwayCode {
    /** 0: an orderly end; streams that are open go on. */
    NORMAL,
    /** 1: the peer broke the protocol; the connection is closed. */
    PROTOCOL_ERROR,
    /** 2: the sender is in trouble. */
    INTERNAL_ERROR;

    /** The code for a number on the wire; an unknown number is an internal error of whoever sent it. */
    static GoAwayCode of(long number) {
        return number >= 0 && number < values().length ? values()[(int) number] : INTERNAL_ERROR;
    }
}
