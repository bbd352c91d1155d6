package io.penstock.core.options;

import io.penstock.core.error.PenstockException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What came of binding: the options, or everything that was wrong. Immutable.
 *
 * @param value present exactly when there are no problems
 * @param problems every problem found, in the order of the record
 */
public record Bound<T>(Optional<T> value, List<OptionProblem> problems) {
    /** The options; with problems it throws one INVALID error ({@code options.invalid}) that lists them all. */
    public T orThrow(String what) {
        return value.orElseThrow(() -> PenstockException.invalid("options.invalid", what + ": "
                + problems.stream().map(OptionProblem::toString).collect(Collectors.joining("; "))));
    }
}
