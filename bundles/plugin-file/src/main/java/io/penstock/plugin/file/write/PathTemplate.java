package io.penstock.plugin.file.write;

import io.penstock.core.error.PenstockException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.Map;

/** A path with the time in it. Immutable. */
record PathTemplate(DateTimeFormatter formatter) {
    private static final Map<Character, String> PARTS =
            Map.of('Y', "uuuu", 'y', "uu", 'm', "MM", 'd', "dd", 'H', "HH", 'M', "mm", 'S', "ss", 'j', "DDD");

    /** An unknown letter after a percent sign, or what can be no path, is INVALID ({@code file.path}). */
    static PathTemplate of(String text, ZoneId zone) {
        DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '%') {
                builder.appendLiteral(c);
                continue;
            }
            char letter = ++i < text.length() ? text.charAt(i) : ' ';
            if (letter == '%') {
                builder.appendLiteral('%');
            } else if (PARTS.containsKey(letter)) {
                builder.appendPattern(PARTS.get(letter));
            } else {
                throw PenstockException.invalid("file.path", "expected %Y %y %m %d %H %M %S %j or %%, but found \"%"
                        + letter + "\" in \"" + text + "\"");
            }
        }
        PathTemplate template = new PathTemplate(builder.toFormatter(Locale.ROOT).withZone(zone));
        template.checkPath(text);
        return template;
    }

    private void checkPath(String text) {
        try {
            if (at(Instant.EPOCH).getFileName() == null || text.endsWith("/")) {
                throw PenstockException.invalid("file.path", "the path of a file is expected, but found \"" + text + "\"");
            }
        } catch (InvalidPathException e) {
            throw PenstockException.invalid("file.path", "not a path: \"" + text + "\"");
        }
    }

    Path at(Instant time) {
        return Path.of(formatter.format(time)).toAbsolutePath();
    }
}
