package io.penstock.cli.server;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The name a pipe's text gives itself, without reading the rest: the server does that. */
final class PipeName {
    private static final Pattern LINE = Pattern.compile("(?m)^name:[ \\t]*(?:\"([^\"]+)\"|'([^']+)'|([^#\\s][^#\\r\\n]*?))[ \\t]*(?:#.*)?\\r?$");

    private PipeName() {
    }

    static Optional<String> of(String text) {
        Matcher line = LINE.matcher(text);
        if (!line.find()) {
            return Optional.empty();
        }
        return Optional.ofNullable(line.group(1)).or(() -> Optional.ofNullable(line.group(2))).or(() -> Optional.ofNullable(line.group(3)));
    }
}
