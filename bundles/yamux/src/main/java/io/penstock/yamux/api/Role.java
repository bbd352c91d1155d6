package io.penstock.yamux.api;

/** Which end of the connection this is; it decides the numbers of the streams it opens. */
public enum Role {
    /** The end that dialled: odd numbers from 1. */
    CLIENT(1),
    /** The end that was dialled: even numbers from 2. */
    SERVER(2);

    private final int firstId;

    Role(int firstId) {
        this.firstId = firstId;
    }

    int firstId() {
        return firstId;
    }

    /** Whether streams with this number are opened by this end. */
    boolean owns(int id) {
        return (id & 1) == (firstId & 1);
    }
}
