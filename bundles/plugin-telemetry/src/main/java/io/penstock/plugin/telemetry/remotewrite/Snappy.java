package io.penstock.plugin.telemetry.remotewrite;

import java.util.Arrays;

/**
 * Compresses into the block format of Snappy, which remote write demands: the length as a varint, then literals and copies
 * of what came before. Greedy, one hash table of positions of four bytes, blocks of 64 KiB. Stateless.
 * <pre>
 * literal: length - 1 in the upper six bits of a byte whose lower bits are 00 (60, 61: one or two more bytes hold it), bytes
 * copy:    length - 1 in the upper six bits of a byte whose lower bits are 10, distance in two bytes, the lower first
 * </pre>
 */
final class Snappy {
    private static final int BLOCK_BYTES = 1 << 16;
    private static final int HASH_BITS = 14;
    private static final int MIN_MATCH = 4;
    private static final int MAX_COPY = 64;
    private static final int MAX_SHORT_LITERAL = 60;

    private final byte[] in;
    private final byte[] out;
    private int size;

    private Snappy(byte[] in) {
        this.in = in;
        // A literal of a whole block costs three bytes more; what copies replace is never shorter than they are.
        this.out = new byte[16 + in.length + (in.length / BLOCK_BYTES + 1) * 3 + in.length / 6];
    }

    static byte[] compress(byte[] in) {
        Snappy snappy = new Snappy(in);
        snappy.length(in.length);
        int[] table = new int[1 << HASH_BITS];
        for (int from = 0; from < in.length; from += BLOCK_BYTES) {
            snappy.block(from, Math.min(from + BLOCK_BYTES, in.length), table);
        }
        return Arrays.copyOf(snappy.out, snappy.size);
    }

    private void length(int length) {
        int rest = length;
        while ((rest & ~0x7f) != 0) {
            out[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        out[size++] = (byte) rest;
    }

    private void block(int from, int end, int[] table) {
        Arrays.fill(table, -1);
        int literalFrom = from;
        int at = from;
        while (at + MIN_MATCH <= end) {
            int four = four(at);
            int slot = four * 0x1e35a7bd >>> 32 - HASH_BITS;
            int earlier = table[slot];
            table[slot] = at;
            if (earlier < 0 || four(earlier) != four) {
                at++;
                continue;
            }
            int length = MIN_MATCH;
            while (at + length < end && in[earlier + length] == in[at + length]) {
                length++;
            }
            literal(literalFrom, at);
            copy(at - earlier, length);
            at += length;
            literalFrom = at;
        }
        literal(literalFrom, end);
    }

    private int four(int at) {
        return in[at] & 0xff | (in[at + 1] & 0xff) << 8 | (in[at + 2] & 0xff) << 16 | in[at + 3] << 24;
    }

    private void literal(int from, int to) {
        int length = to - from;
        if (length == 0) {
            return;
        }
        int less = length - 1;
        if (less < MAX_SHORT_LITERAL) {
            out[size++] = (byte) (less << 2);
        } else if (less < 1 << Byte.SIZE) {
            out[size++] = (byte) (MAX_SHORT_LITERAL << 2);
            out[size++] = (byte) less;
        } else {
            out[size++] = (byte) (MAX_SHORT_LITERAL + 1 << 2);
            out[size++] = (byte) less;
            out[size++] = (byte) (less >>> Byte.SIZE);
        }
        System.arraycopy(in, from, out, size, length);
        size += length;
    }

    /** Positions of one block are less than 2^16 apart. */
    private void copy(int distance, int length) {
        for (int left = length; left > 0; left -= MAX_COPY) {
            out[size++] = (byte) (Math.min(left, MAX_COPY) - 1 << 2 | 2);
            out[size++] = (byte) distance;
            out[size++] = (byte) (distance >>> Byte.SIZE);
        }
    }
}
