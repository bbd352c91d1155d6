package io.penstock.core.options;

import java.util.List;
import java.util.Optional;

/**
 * One thing wrong with options a user wrote. Immutable.
 *
 * @param path where, as keys and list indexes from the top: {@code ["retry", "max-delay"]}, {@code ["paths", "0"]}
 * @param code stable: {@code options.unknown-key}, {@code options.missing}, {@code options.type}, {@code options.range},
 *        or the code of a value that could not be read
 * @param message what was found and what was expected
 * @param suggestion what to write instead, where there is a good guess
 */
public record OptionProblem(List<String> path, String code, String message, Optional<String> suggestion) {
    /** A problem without a suggestion. */
    public OptionProblem(List<String> path, String code, String message) {
        this(path, code, message, Optional.empty());
    }

    @Override
    public String toString() {
        String place = path.isEmpty() ? "" : String.join(".", path) + ": ";
        return place + message + suggestion.map(text -> " (did you mean \"" + text + "\"?)").orElse("");
    }
}
