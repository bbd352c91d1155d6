package io.penstock.cli.text;

import io.penstock.admin.api.PlainJson;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Plain values as YAML. Texts that could be read as something else are written in double
 * quotes, texts of several lines as they are. */
public final class YamlText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9 _./+-]*[A-Za-z0-9_./]|[A-Za-z]");
    private static final int FIRST_LETTER = 0xa1;
    private static final int LINE_SEPARATORS = 0x2000;
    private static final Pattern WORD = Pattern.compile("(?i)y|n|yes|no|on|off|true|false|null|nan|inf");

    private YamlText() {
    }

    /** One document, ended by a line end. */
    public static String of(Object value) {
        StringBuilder text = new StringBuilder();
        block(value, "", text);
        return text.toString();
    }

    private static void block(Object value, String indent, StringBuilder text) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            map.forEach((key, item) -> entry(indent + scalar(String.valueOf(key)) + ":", item, indent, text));
        } else if (value instanceof List<?> list && !list.isEmpty()) {
            list.forEach(item -> item(item, indent, text));
        } else {
            text.append(indent).append(scalar(value)).append('\n');
        }
    }

    private static void entry(String head, Object value, String indent, StringBuilder text) {
        text.append(head);
        if (nested(value)) {
            text.append('\n');
            block(value, indent + "  ", text);
        } else {
            text.append(' ').append(isBlock(value) ? lines((String) value, indent + "  ") : scalar(value) + "\n");
        }
    }

    /** Whether a text of several lines reads the same when it stands below its key as it is. */
    private static boolean isBlock(Object value) {
        return value instanceof String text && text.indexOf('\n') > 0 && !Character.isWhitespace(text.charAt(0)) && !text.endsWith("\n\n")
                && text.chars().allMatch(c -> c == '\n' || c >= ' ' && c <= '~' || c >= FIRST_LETTER && c < LINE_SEPARATORS);
    }

    private static String lines(String text, String indent) {
        StringBuilder block = new StringBuilder(text.endsWith("\n") ? "|\n" : "|-\n");
        text.lines().forEach(line -> block.append(line.isEmpty() ? "" : indent + line).append('\n'));
        return block.toString();
    }

    private static void item(Object value, String indent, StringBuilder text) {
        if (!nested(value)) {
            text.append(indent).append("- ").append(scalar(value)).append('\n');
            return;
        }
        StringBuilder inner = new StringBuilder();
        block(value, indent + "  ", inner);
        // The dash takes the place of the first line's indent.
        text.append(indent).append("- ").append(inner.substring(indent.length() + 2));
    }

    private static boolean nested(Object value) {
        return value instanceof Map<?, ?> map && !map.isEmpty() || value instanceof List<?> list && !list.isEmpty();
    }

    private static String scalar(Object value) {
        if (value instanceof String text && PLAIN.matcher(text).matches() && !WORD.matcher(text).matches()) {
            return text;
        }
        return PlainJson.line(value);
    }
}
