package io.penstock.relay.wire.api;

import java.time.DateTimeException;
import java.time.Instant;

/** Reads what {@link TimeColumn} wrote. */
final class TimeSource {
    private TimeSource() {
    }

    /** Fills {@code times} up to {@code count}; equal times are one object, and null where no {@link Instant} can be. */
    static void read(PostcardReader in, Instant[] times, int count) {
        if (count == 0) {
            return;
        }
        int unit = in.u8();
        if (unit == TimeColumn.PLAIN) {
            readPlain(in, times, count);
        } else if (unit < TimeColumn.UNITS_PER_SECOND.length) {
            readUnits(in, times, count, TimeColumn.UNITS_PER_SECOND[unit]);
        } else {
            throw in.corrupt("a time's unit of " + unit);
        }
    }

    private static void readUnits(PostcardReader in, Instant[] times, int count, long perSecond) {
        long time = 0;
        long step = 0;
        int at = 0;
        while (at < count) {
            long token = in.varint();
            int events = events(in, token, count - at);
            long alike = (token & 1) == 0 ? 0 : in.varint();
            if (alike < 0 || alike >= (count - at) / events) {
                throw in.corrupt("times for more events than the frame's " + count);
            }
            long change = in.zigzag();
            for (long i = 0; i <= alike; i++) {
                boolean first = at == 0;
                step += change;
                time += step;
                if (first) {
                    step = 0;
                }
                at = fill(times, at, events, instant(Math.floorDiv(time, perSecond),
                        Math.floorMod(time, perSecond) * (TimeColumn.NANOS_PER_SECOND / perSecond)));
            }
        }
    }

    private static void readPlain(PostcardReader in, Instant[] times, int count) {
        long second = 0;
        int at = 0;
        while (at < count) {
            long token = in.varint();
            int events = events(in, token, count - at);
            if ((token & 1) != 0) {
                throw in.corrupt("plain times that repeat");
            }
            second += in.zigzag();
            long nano = in.atMost(TimeColumn.NANOS_PER_SECOND - 1, "nanoseconds");
            at = fill(times, at, events, instant(second, nano));
        }
    }

    private static int events(PostcardReader in, long token, int left) {
        long events = (token >>> 1) + 1;
        if (events > left) {
            throw in.corrupt("a time for " + events + " events; " + left + " are left");
        }
        return (int) events;
    }

    private static int fill(Instant[] times, int from, int count, Instant time) {
        for (int i = from; i < from + count; i++) {
            times[i] = time;
        }
        return from + count;
    }

    private static Instant instant(long second, long nano) {
        try {
            return Instant.ofEpochSecond(second, nano);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
