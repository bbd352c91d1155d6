package io.penstock.relay.wire.api;

import java.util.Arrays;

/**
 * What both ends remember of each series of a connection, kept alike by doing the same with the same points: its last
 * values and kind, and which series came after it. One thread.
 */
final class SeriesState {
    private int size;
    /** At {@code id + 1}, the series that followed {@code id} last; at 0, the first of all. */
    private int[] followers = new int[64];
    private long[] lastUnsigned = new long[64];
    private long[] lastFloat = new long[64];
    private boolean[] floating = new boolean[64];
    private int previous = -1;

    int size() {
        return size;
    }

    /** Registers the next series: expected to be followed by the one after it, counting from 0, unsigned. */
    void add() {
        if (size + 2 > followers.length) {
            int room = followers.length * 2;
            followers = Arrays.copyOf(followers, room);
            lastUnsigned = Arrays.copyOf(lastUnsigned, room);
            lastFloat = Arrays.copyOf(lastFloat, room);
            floating = Arrays.copyOf(floating, room);
        }
        lastUnsigned[size] = 0;
        lastFloat[size] = 0;
        floating[size] = false;
        followers[size + 1] = size + 1;
        size++;
    }

    void clear() {
        size = 0;
        previous = -1;
        followers[0] = 0;
    }

    /** The series expected next; may be one behind the last. */
    int expected() {
        return followers[previous + 1];
    }

    /** Notes which series came. */
    void follow(int series) {
        followers[previous + 1] = series;
        previous = series;
    }

    /** Notes the kind of a series' next value; whether it is another than before. */
    boolean changesKind(int series, boolean toFloating) {
        boolean changes = floating[series] != toFloating;
        floating[series] = toFloating;
        return changes;
    }

    boolean floating(int series) {
        return floating[series];
    }

    long lastUnsigned(int series) {
        return lastUnsigned[series];
    }

    void lastUnsigned(int series, long bits) {
        lastUnsigned[series] = bits;
    }

    long lastFloat(int series) {
        return lastFloat[series];
    }

    void lastFloat(int series, long bits) {
        lastFloat[series] = bits;
    }
}
