package io.penstock.pipes.lang;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One test a pipe carries. Immutable.
 *
 * @param line where it stands in the text
 * @param clock when it takes place; the epoch of 2026 when not said
 * @param params values for the pipe's parameters
 * @param steps what happens, in order
 * @param expect what every output must have got, by the output's id
 */
public record TestCase(String name, int line, Instant clock, Map<String, Object> params, List<Step> steps,
                       Map<String, Expected> expect) {

    /** What happens in a test. */
    public sealed interface Step {
    }

    /** Events come in: a text is one event with its line in {@code _raw}, a map is its fields. */
    public record Feed(String input, List<Object> events) implements Step {
    }

    /** Time goes by. */
    public record Advance(Duration by) implements Step {
    }

    /** No event will come any more: every step gives what it holds. */
    public record Finish() implements Step {
    }

    /**
     * What an output must have got.
     *
     * @param events the fields of each event in order; fields not named may be anything, unless {@code exact}
     * @param count how many events
     */
    public record Expected(Optional<List<Map<String, Object>>> events, Optional<Long> count, boolean exact, int line) {
    }
}
