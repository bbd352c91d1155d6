package io.penstock.plugin.transform.aggregate;

import java.util.Arrays;

/**
 * Counts by whole number, kept densely around the numbers that occur. When they lie further apart than {@link #MAX_BUCKETS}
 * the lowest are counted together. One thread.
 */
final class Buckets {
    /** 16 KiB at the most. */
    static final int MAX_BUCKETS = 2_048;
    private static final int ROOM = 16;

    private long[] counts = new long[0];
    private int first;
    private int highest = Integer.MIN_VALUE;

    void add(int index) {
        int kept = Math.max(index, Math.max(highest, index) - MAX_BUCKETS + 1);
        if (counts.length == 0 || kept < first || kept >= first + counts.length) {
            makeRoom(kept);
        }
        highest = Math.max(highest, kept);
        counts[kept - first]++;
    }

    private void makeRoom(int index) {
        int top = Math.max(highest, index);
        int bottom = counts.length == 0 ? index : Math.min(first, index);
        int from = Math.max(bottom - (index == bottom ? ROOM : 0), top - MAX_BUCKETS + 1);
        int to = Math.min(top + ROOM, from + MAX_BUCKETS - 1);
        long[] wider = new long[to - from + 1];
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                wider[Math.max(first + i, from) - from] += counts[i];
            }
        }
        counts = wider;
        first = from;
    }

    long total() {
        return Arrays.stream(counts).sum();
    }

    /** The number at which counting from the lowest reaches {@code rank}, from 1 to the total. */
    int upwards(long rank) {
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return first + i;
            }
        }
        throw new IllegalArgumentException("rank " + rank + " of " + seen);
    }

    /** The same, counting from the highest. */
    int downwards(long rank) {
        return upwards(total() - rank + 1);
    }
}
