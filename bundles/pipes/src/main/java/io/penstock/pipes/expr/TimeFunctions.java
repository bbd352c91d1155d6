package io.penstock.pipes.expr;

import io.penstock.pipes.expr.Functions.Body;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Parts of timestamps (in UTC, or in the time zone named) and durations (in whole units of the whole). */
final class TimeFunctions {
    static final Map<String, Body> BODIES = new HashMap<>();

    static {
        part("getFullYear", ZonedDateTime::getYear);
        part("getMonth", at -> at.getMonthValue() - 1);
        part("getDate", ZonedDateTime::getDayOfMonth);
        part("getDayOfMonth", at -> at.getDayOfMonth() - 1);
        part("getDayOfWeek", at -> at.getDayOfWeek().getValue() % 7);
        part("getDayOfYear", at -> at.getDayOfYear() - 1);
        part("getHours", ZonedDateTime::getHour, Duration::toHours);
        part("getMinutes", ZonedDateTime::getMinute, Duration::toMinutes);
        part("getSeconds", ZonedDateTime::getSecond, Duration::toSeconds);
        part("getMilliseconds", at -> at.getNano() / 1_000_000, Duration::toMillis);
    }

    private TimeFunctions() {
    }

    private static void part(String name, ToLongFunction<ZonedDateTime> of) {
        BODIES.put(name, a -> a[0] instanceof Instant at ? ofTime(at, a, of) : null);
    }

    private static void part(String name, ToLongFunction<ZonedDateTime> of, ToLongFunction<Duration> ofSpan) {
        BODIES.put(name, a -> a[0] instanceof Duration span ? (Object) ofSpan.applyAsLong(span)
                : a[0] instanceof Instant at ? ofTime(at, a, of) : null);
    }

    private static Object ofTime(Instant at, Object[] arguments, ToLongFunction<ZonedDateTime> of) {
        try {
            ZoneId zone = arguments.length > 1 && arguments[1] instanceof String name ? ZoneId.of(name) : ZoneOffset.UTC;
            return of.applyAsLong(at.atZone(zone));
        } catch (DateTimeException e) {
            return new Failure("\"" + arguments[1] + "\" is no time zone");
        }
    }
}
