package io.penstock.relay.wire.api;

import java.util.Arrays;

/**
 * The times of a frame's events, in groups of equal ones.
 *
 * <pre>
 * column: | unit (u8): 0 ns, 1 us, 2 ms, 3 s | group ...        until all events have one
 * group:  | (events - 1) * 2 + more (u64) | groups that follow alike (u64), when more = 1 | zigzag(step - step before) |
 * column: | unit = 255 | group ...                              times that units cannot hold
 * group:  | (events - 1) * 2 (u64) | zigzag(seconds - seconds before) | nanoseconds (u32) |
 * </pre>
 *
 * A time is a number of units since 1970, in 64 bits that wrap; the first group's step is from 0, the second's step before
 * is 0. One thread.
 */
final class TimeColumn {
    static final int PLAIN = 255;
    static final long[] UNITS_PER_SECOND = {1_000_000_000, 1_000_000, 1_000, 1};
    static final int NANOS_PER_SECOND = 1_000_000_000;
    private static final int GROUP_BYTES = 10 + 10 + 5;

    private long[] seconds = new long[16];
    private int[] nanos = new int[16];
    private int[] counts = new int[16];
    private int groups;
    private int coarsest;
    private long minSecond;
    private long maxSecond;

    TimeColumn() {
        clear();
    }

    void clear() {
        groups = 0;
        coarsest = UNITS_PER_SECOND.length - 1;
        minSecond = Long.MAX_VALUE;
        maxSecond = Long.MIN_VALUE;
    }

    void add(long second, int nano) {
        int last = groups - 1;
        if (last >= 0 && seconds[last] == second && nanos[last] == nano) {
            counts[last]++;
            return;
        }
        if (groups == counts.length) {
            int room = groups * 2;
            seconds = Arrays.copyOf(seconds, room);
            nanos = Arrays.copyOf(nanos, room);
            counts = Arrays.copyOf(counts, room);
        }
        seconds[groups] = second;
        nanos[groups] = nano;
        counts[groups++] = 1;
        minSecond = Math.min(minSecond, second);
        maxSecond = Math.max(maxSecond, second);
        while (nano % (NANOS_PER_SECOND / (int) UNITS_PER_SECOND[coarsest]) != 0) {
            coarsest--;
        }
    }

    /** No less than {@link #writeTo} will write. */
    int boundBytes() {
        return 1 + groups * GROUP_BYTES;
    }

    void writeTo(PostcardWriter out) {
        if (groups == 0) {
            return;
        }
        long most = Long.MAX_VALUE / UNITS_PER_SECOND[coarsest] - 1;
        if (minSecond < -most || maxSecond > most) {
            writePlain(out);
        } else {
            writeUnits(out, coarsest);
        }
    }

    private void writeUnits(PostcardWriter out, int unit) {
        out.u8(unit);
        long perSecond = UNITS_PER_SECOND[unit];
        int nanosPer = NANOS_PER_SECOND / (int) perSecond;
        long time = 0;
        long step = 0;
        int alike = 0;
        int count = 0;
        long change = 0;
        for (int i = 0; i < groups; i++) {
            long next = seconds[i] * perSecond + nanos[i] / nanosPer;
            long nextChange = next - time - step;
            if (i > 0 && counts[i] == count && nextChange == change) {
                alike++;
            } else {
                if (i > 0) {
                    group(out, count, alike, change);
                }
                alike = 0;
                count = counts[i];
                change = nextChange;
            }
            step = i == 0 ? 0 : next - time;
            time = next;
        }
        group(out, count, alike, change);
    }

    private static void group(PostcardWriter out, int count, int alike, long change) {
        long events = (count - 1L) << 1;
        if (alike == 0) {
            out.varint(events);
        } else {
            out.varint(events | 1).varint(alike);
        }
        out.zigzag(change);
    }

    private void writePlain(PostcardWriter out) {
        out.u8(PLAIN);
        long before = 0;
        for (int i = 0; i < groups; i++) {
            out.varint((counts[i] - 1L) << 1).zigzag(seconds[i] - before).varint(nanos[i]);
            before = seconds[i];
        }
    }
}
