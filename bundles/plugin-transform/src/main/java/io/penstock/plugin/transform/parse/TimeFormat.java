package io.penstock.plugin.transform.parse;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** One way to write times. Immutable. */
interface TimeFormat {
    /** The time a value stands for, or a null reference when it is not written so. */
    Instant read(Object value, Instant now);

    /** The value that stands for a time. */
    Object write(Instant time);

    /** Whether what it writes names a day and a time of day, so that it can be read again. */
    default boolean readsBack() {
        return true;
    }

    /** The format of that name or pattern; a bad pattern is INVALID ({@code time.format}). */
    static TimeFormat of(String format, ZoneId zone) {
        return switch (format) {
            case "iso" -> PatternTime.iso(zone);
            case "rfc-1123" -> new PatternTime(DateTimeFormatter.RFC_1123_DATE_TIME, zone);
            case "epoch-s" -> new EpochTime(0);
            case "epoch-ms" -> new EpochTime(3);
            case "epoch-us" -> new EpochTime(6);
            case "epoch-ns" -> new EpochTime(9);
            default -> PatternTime.of(format, zone);
        };
    }
}
