package io.penstock.plugin.telemetry.influxdb;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Entity;
import io.penstock.core.event.EventText;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Null;
import io.penstock.core.event.Unsigned;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Points as lines: {@code metric,tag=text,… value=1u 1700000000000000000}. Tags are sorted. A text the format cannot hold
 * unambiguously is INVALID: line ends, and a backslash before a character that would be escaped, or at the end. Immutable.
 */
final class LineWriter {
    private static final long NANOS = 1_000_000_000L;
    /** The server keeps the first and the last two nanoseconds of 64 bits for itself. */
    private static final long MIN_TIME = Long.MIN_VALUE + 2;
    private static final long MAX_TIME = Long.MAX_VALUE - 1;
    private static final Set<String> RESERVED = Set.of("time", "_field", "_measurement", "_time");

    private final InfluxOptions options;

    LineWriter(InfluxOptions options) {
        this.options = options;
    }

    /** Appends a line with its end; on INVALID nothing was appended. */
    void append(StringBuilder out, Measurement point) {
        int start = out.length();
        try {
            if (point.metric().startsWith("#")) {
                throw refused("metric", "the name of a metric begins with #, which would make its line a comment");
            }
            escape(out, point.metric(), false);
            tags(point).forEach((name, value) -> {
                out.append(',');
                escape(out, name, true);
                out.append('=');
                escape(out, value, true);
            });
            out.append(" value=");
            value(out, point.value());
            out.append(' ').append(time(point.time())).append('\n');
        } catch (PenstockException e) {
            out.setLength(start);
            throw e;
        }
    }

    private Map<String, String> tags(Measurement point) {
        Map<String, String> tags = new TreeMap<>();
        entity(tags, "resource", point.resource());
        entity(tags, "consumer", point.consumer());
        if (!point.unit().isEmpty() && !point.unit().equals("1")) {
            put(tags, "unit", point.unit());
        }
        Fields attributes = point.attributes();
        for (int i = 0; i < attributes.size(); i++) {
            if (attributes.value(i) != Null.NULL) {
                put(tags, attributes.name(i), EventText.text(attributes.value(i)));
            }
        }
        options.tags().forEach(tags::putIfAbsent);
        return tags;
    }

    private static void entity(Map<String, String> tags, String what, Entity entity) {
        put(tags, what + "_kind", entity.kind());
        put(tags, what + "_id", entity.id());
    }

    /** A tag without text is none. */
    private static void put(Map<String, String> tags, String name, String value) {
        if (name.isEmpty() || RESERVED.contains(name)) {
            throw refused("tag", "an attribute is called \"" + name + "\", which no tag can be");
        }
        if (!value.isEmpty() && tags.put(name, value) != null) {
            throw refused("tag", "an attribute has the name of the tag \"" + name + "\"");
        }
    }

    /** Commas and blanks, and in tags equals signs, get a backslash; other backslashes are only themselves. */
    static void escape(StringBuilder out, String text, boolean tag) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean special = c == ',' || c == ' ' || c == '=';
            if (c < ' ' && c != '\t') {
                throw refused("text", "a text holds the character U+" + HexFormat.of().withUpperCase().toHexDigits(c)
                        + ", which the line protocol cannot hold");
            }
            if (c == '\\' && (i + 1 == text.length() || ", =\\".indexOf(text.charAt(i + 1)) >= 0)) {
                throw refused("text", "a text has a backslash before a comma, blank, equals sign, backslash or its end,"
                        + " which receivers read differently");
            }
            if (special && (tag || c != '=')) {
                out.append('\\');
            }
            out.append(c);
        }
    }

    private void value(StringBuilder out, Number value) {
        if (value instanceof Unsigned whole && options.whole() != InfluxOptions.Whole.FLOAT) {
            boolean signed = options.whole() == InfluxOptions.Whole.INTEGER;
            if (signed && !whole.fitsLong()) {
                throw refused("value", whole + " is beyond 2^63-1, the largest whole number of the option"
                        + " whole-numbers: integer");
            }
            out.append(whole).append(signed ? 'i' : 'u');
            return;
        }
        double number = value.doubleValue();
        if (!Double.isFinite(number)) {
            throw refused("value", "InfluxDB takes no " + number);
        }
        out.append(number);
    }

    private long time(Instant time) {
        try {
            long seconds = time.getEpochSecond();
            long nanos = seconds < 0 ? Math.addExact(Math.multiplyExact(seconds + 1, NANOS), time.getNano() - NANOS)
                    : Math.addExact(Math.multiplyExact(seconds, NANOS), time.getNano());
            if (nanos >= MIN_TIME && nanos <= MAX_TIME) {
                return Math.floorDiv(nanos, options.precision().nanos());
            }
        } catch (ArithmeticException e) {
            // Refused below, as what is just outside.
        }
        throw refused("time", "InfluxDB takes times from 1677-09-21 to 2262-04-11, but this one is of " + time);
    }

    private static PenstockException refused(String what, String message) {
        return PenstockException.invalid("influxdb." + what, message);
    }
}
