package io.penstock.plugin.jdbc;

import io.penstock.core.error.PenstockException;
import java.time.Instant;

/** How the points table of PostgreSQL keeps time. */
enum PointTime {
    /** A {@code bigint}: nanoseconds since 1970. */
    NANOSECONDS("time", "bigint"),
    /** A {@code timestamp with time zone} of microseconds, and a {@code smallint} of the nanoseconds beyond. */
    TIMESTAMP("time, nanos", "timestamp with time zone");

    /** 2000-01-01, from which PostgreSQL counts. */
    private static final long EPOCH_SECOND = 946_684_800L;
    /** 4714-11-24 BC and 294276-12-31: beyond, the server would refuse the whole batch. */
    private static final Instant FIRST = Instant.parse("-4713-11-24T00:00:00Z");
    private static final Instant END = Instant.parse("+294277-01-01T00:00:00Z");

    private final String columns;
    private final String type;

    PointTime(String columns, String type) {
        this.columns = columns;
        this.type = type;
    }

    /** The names of the columns, in order. */
    String columns() {
        return columns;
    }

    /** Of a table whose column of time has this type. */
    static PointTime ofType(String type) {
        return TIMESTAMP.type.equals(type) ? TIMESTAMP : NANOSECONDS;
    }

    /** What the column {@code time} holds in binary; a time it cannot hold is INVALID. */
    long toLong(Instant time) {
        if (this == NANOSECONDS) {
            return EpochNanos.of(time);
        }
        check(time);
        return (time.getEpochSecond() - EPOCH_SECOND) * 1_000_000 + time.getNano() / 1_000;
    }

    static void check(Instant time) {
        if (time.isBefore(FIRST) || !time.isBefore(END)) {
            throw PenstockException.invalid("jdbc.time",
                    "measurements are stored from 4714 BC to the year 294276, but this one is of " + time);
        }
    }

    /** What the column {@code nanos} holds: 0 to 999. */
    static short belowMicros(Instant time) {
        return (short) (time.getNano() % 1_000);
    }
}
