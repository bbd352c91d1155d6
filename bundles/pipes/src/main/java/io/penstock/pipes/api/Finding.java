package io.penstock.pipes.api;

import java.util.Comparator;
import java.util.Optional;

/**
 * One thing lint has to say of a pipe. Immutable; ordered by place.
 *
 * @param source the file, or whatever names the text
 * @param line counted from 1
 * @param column counted from 1
 * @param severity how bad it is
 * @param code stable and dotted: {@code yaml.duplicate-key}, {@code graph.cycle}, {@code options.unknown-key}, …
 * @param message what was found and what was expected
 * @param suggestion what to write instead, where there is a good guess
 */
public record Finding(String source, int line, int column, Severity severity, String code, String message,
                      Optional<String> suggestion) implements Comparable<Finding> {
    private static final Comparator<Finding> BY_PLACE = Comparator.comparing(Finding::source)
            .thenComparingInt(Finding::line).thenComparingInt(Finding::column).thenComparing(Finding::severity)
            .thenComparing(Finding::code).thenComparing(Finding::message);

    /** How bad it is. */
    public enum Severity {
        /** The pipe cannot run as it is. */
        ERROR,
        /** It runs, but probably not as meant. */
        WARNING
    }

    @Override
    public int compareTo(Finding other) {
        return BY_PLACE.compare(this, other);
    }

    /** {@code file:line:column: severity code message}, and the suggestion in brackets. */
    @Override
    public String toString() {
        return source + ":" + line + ":" + column + ": " + severity.name().toLowerCase(java.util.Locale.ROOT) + " " + code
                + " " + message + suggestion.map(text -> " (did you mean \"" + text + "\"?)").orElse("");
    }
}
