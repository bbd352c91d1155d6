package io.penstock.yamux.api;

import io.netty.buffer.ByteBuf;

/**
 * The header every frame begins with (yamux specification, "Framing"), big-endian:
 *
 * <pre>
 *  0         1         2                   4                                       8                                      12
 * +---------+---------+-------------------+---------------------------------------+---------------------------------------+
 * | version | type    | flags             | stream                                | length                                |
 * | 0       | 0 .. 3  | SYN ACK FIN RST   | 0: the session                        | data: bytes that follow; window: more |
 * |         |         |                   |                                       | credit; ping: value; go away: code    |
 * +---------+---------+-------------------+---------------------------------------+---------------------------------------+
 * </pre>
 */
final class Header {
    static final int BYTES = 12;

    static final int DATA = 0;
    static final int WINDOW_UPDATE = 1;
    static final int PING = 2;
    static final int GO_AWAY = 3;

    static final int SYN = 1;
    static final int ACK = 2;
    static final int FIN = 4;
    static final int RST = 8;

    /** The most a 32 bit length or window can be. */
    static final long MAX_LENGTH = 0xFFFF_FFFFL;

    private Header() {
    }

    static void write(ByteBuf out, int type, int flags, int id, int length) {
        out.writeShort(type).writeShort(flags).writeInt(id).writeInt(length);
    }
}
