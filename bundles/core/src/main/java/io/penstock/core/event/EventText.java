package io.penstock.core.event;

import java.math.BigDecimal;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * The JSON text of events and values, the same in every output: whole numbers and decimals as exact numbers, times as
 * ISO 8601 in UTC, durations as ISO 8601, bytes as base64 text, and NaN and the infinities, which JSON does not have, as
 * the texts {@code "NaN"}, {@code "Infinity"}, {@code "-Infinity"}.
 */
public final class EventText {
    private static final HexFormat HEX = HexFormat.of();

    private EventText() {
    }

    /** The event as one line of JSON, without a line end. */
    public static String json(Event event) {
        StringBuilder out = new StringBuilder(Math.max(64, event.sizeBytes()));
        appendJson(out, event.fields());
        return out.toString();
    }

    /** Appends any value of {@link ValueType} as JSON. */
    public static void appendJson(StringBuilder out, Object value) {
        if (value instanceof String text) {
            quote(out, text);
        } else if (value instanceof Long || value instanceof Boolean || value instanceof Unsigned
                || value instanceof Null) {
            out.append(value);
        } else if (value instanceof Double number) {
            appendDouble(out, number);
        } else if (value instanceof Fields fields) {
            appendFields(out, fields);
        } else if (value instanceof List<?> list) {
            appendList(out, list);
        } else {
            appendRare(out, value);
        }
    }

    private static void appendRare(StringBuilder out, Object value) {
        if (value instanceof BigDecimal decimal) {
            out.append(decimal);
        } else if (value instanceof Bytes bytes) {
            quote(out, Base64.getEncoder().encodeToString(bytes.toArray()));
        } else {
            quote(out, text(value));
        }
    }

    private static void appendDouble(StringBuilder out, double number) {
        if (Double.isFinite(number)) {
            out.append(number);
        } else {
            out.append('"').append(number).append('"');
        }
    }

    private static void appendFields(StringBuilder out, Fields fields) {
        out.append('{');
        for (int i = 0; i < fields.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            quote(out, fields.name(i));
            out.append(':');
            appendJson(out, fields.value(i));
        }
        out.append('}');
    }

    private static void appendList(StringBuilder out, List<?> list) {
        out.append('[');
        for (int i = 0; i < list.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            appendJson(out, list.get(i));
        }
        out.append(']');
    }

    /** The value as plain text: a text is itself, everything else as in JSON but without quotes. */
    public static String text(Object value) {
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof Fields || value instanceof List<?>) {
            StringBuilder out = new StringBuilder();
            appendJson(out, value);
            return out.toString();
        }
        if (value instanceof Bytes bytes) {
            return Base64.getEncoder().encodeToString(bytes.toArray());
        }
        return String.valueOf(value);
    }

    private static void quote(StringBuilder out, String text) {
        out.append('"');
        int plainFrom = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                out.append(text, plainFrom, i);
                escape(out, c);
                plainFrom = i + 1;
            }
        }
        out.append(text, plainFrom, text.length()).append('"');
    }

    private static void escape(StringBuilder out, char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> out.append("\\u").append(HEX.toHexDigits(c));
        }
    }
}
