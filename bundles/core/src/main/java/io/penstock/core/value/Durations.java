package io.penstock.core.value;

import io.penstock.core.error.PenstockException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them: {@code "30s"}, {@code "1m 30s"}, {@code "250ms"}, {@code "1h30m"}, {@code "2 days"}.
 * The units are those of the humantime notation, from nanoseconds to weeks; months and years have no fixed length and
 * are refused.
 */
public final class Durations {
    private static final Pattern PART = Pattern.compile("\\s*(\\d+(?:\\.\\d+)?)\\s*([a-zA-Zµ]+)");
    private static final Map<String, Long> NANOS = new LinkedHashMap<>();

    static {
        unit(1L, "ns", "nsec", "nanos");
        unit(1_000L, "us", "µs", "usec", "micros");
        unit(1_000_000L, "ms", "msec", "millis");
        unit(1_000_000_000L, "s", "sec", "secs", "second", "seconds");
        unit(60_000_000_000L, "m", "min", "mins", "minute", "minutes");
        unit(3_600_000_000_000L, "h", "hr", "hrs", "hour", "hours");
        unit(86_400_000_000_000L, "d", "day", "days");
        unit(604_800_000_000_000L, "w", "week", "weeks");
    }

    private Durations() {
    }

    private static void unit(long nanos, String... names) {
        for (String name : names) {
            NANOS.put(name, nanos);
        }
    }

    /** Reads a duration; no unit, an unknown unit or more than about 292 years is INVALID ({@code value.duration}). */
    public static Duration parse(String text) {
        Matcher part = PART.matcher(text);
        BigDecimal total = BigDecimal.ZERO;
        int end = 0;
        while (part.lookingAt()) {
            Long unit = NANOS.get(part.group(2));
            if (unit == null) {
                throw bad(text);
            }
            total = total.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit)));
            end = part.end();
            part.region(end, text.length());
        }
        if (end == 0 || !text.substring(end).isBlank() || total.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw bad(text);
        }
        return Duration.ofNanos(total.longValue());
    }

    private static PenstockException bad(String text) {
        return PenstockException.invalid("value.duration",
                "expected a duration with its unit, such as \"30s\", \"250ms\" or \"1h 30m\", but found \"" + text + "\"");
    }

    /** The shortest text that {@link #parse} reads back exactly: {@code 1m30s}, {@code 250ms}, {@code 0s}. */
    public static String format(Duration duration) {
        long left = duration.toNanos();
        if (left == 0) {
            return "0s";
        }
        StringBuilder text = new StringBuilder();
        for (String unit : new String[] {"d", "h", "m", "s", "ms", "us", "ns"}) {
            long size = NANOS.get(unit);
            if (left >= size) {
                text.append(left / size).append(unit);
                left %= size;
            }
        }
        return text.toString();
    }
}
