package io.penstock.control.server.rollout;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.core.error.PenstockException;
import io.penstock.core.value.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a rollout goes on: as in the API, and with nothing missing once the server's settings were put in.
 *
 * @param stages who comes first; whoever no stage chooses comes in a last one
 * @param first how many agents the first batch of a stage has
 * @param factor by how much batches grow
 * @param most how many agents a batch has at most
 * @param maxFailures with how many failed agents it still goes on
 * @param within how long an agent may take to answer
 * @param all true: everybody at once
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Strategy(@JsonInclude(JsonInclude.Include.NON_EMPTY) List<Stage> stages, Optional<Integer> first,
                       Optional<Integer> factor, Optional<Integer> most, Optional<Integer> maxFailures,
                       Optional<String> within, Optional<Boolean> all) {
    /** What nobody has said otherwise. */
    public static final Strategy USUAL = new Strategy(List.of(), Optional.of(3), Optional.of(5), Optional.of(100),
            Optional.of(0), Optional.of("10m"), Optional.of(false));
    private static final int MAX_AGENTS = 10_000;
    private static final int MAX_STAGES = 20;

    /**
     * Those of one kind.
     *
     * @param selector who
     * @param soak how long to look at them before the next stage
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Stage(String selector, Optional<String> soak) {
        public Stage {
            if (selector == null || selector.isBlank()) {
                throw PenstockException.invalid("request.field", "stages.selector: expected a selector, but found none");
            }
            soak = soak == null ? Optional.empty() : soak;
            soak.ifPresent(text -> duration(text, "stages.soak"));
        }

        /** How long to look at them. */
        public Duration soakTime() {
            return soak.map(text -> duration(text, "stages.soak")).orElse(Duration.ZERO);
        }
    }

    public Strategy {
        stages = stages == null ? List.of() : List.copyOf(stages);
        if (stages.size() > MAX_STAGES) {
            throw PenstockException.invalid("request.field", "stages: expected at most " + MAX_STAGES + ", but found "
                    + stages.size());
        }
        first = within(first, "first", 1, MAX_AGENTS);
        factor = within(factor, "factor", 1, 100);
        most = within(most, "most", 1, MAX_AGENTS);
        maxFailures = within(maxFailures, "maxFailures", 0, MAX_AGENTS);
        within = within == null ? Optional.empty() : within;
        within.ifPresent(text -> duration(text, "within"));
        all = all == null ? Optional.empty() : all;
    }

    private static Optional<Integer> within(Optional<Integer> value, String name, int min, int max) {
        if (value != null && value.isPresent() && (value.get() < min || value.get() > max)) {
            throw PenstockException.invalid("request.field", name + ": expected " + min + " to " + max + ", but found "
                    + value.get());
        }
        return value == null ? Optional.empty() : value;
    }

    private static Duration duration(String text, String name) {
        try {
            return Durations.parse(text);
        } catch (PenstockException e) {
            throw new PenstockException(e.kind(), "request.field", name + ": " + e.getMessage(), e);
        }
    }

    /** With what is missing taken from another one. */
    public Strategy or(Strategy other) {
        return new Strategy(stages.isEmpty() ? other.stages : stages, first.or(other::first), factor.or(other::factor),
                most.or(other::most), maxFailures.or(other::maxFailures), within.or(other::within), all.or(other::all));
    }

    /** How many agents the next batch of a stage has, counted from 0. */
    public int batchSize(int batch) {
        if (all.orElse(false)) {
            return Integer.MAX_VALUE;
        }
        long size = first.orElse(3);
        int greatest = most.orElse(100);
        for (int i = 0; i < batch && size < greatest; i++) {
            size *= factor.orElse(5);
        }
        return (int) Math.min(size, greatest);
    }

    /** How long an agent may take to answer. */
    public Duration withinTime() {
        return duration(within.orElse("10m"), "within");
    }

    /** With how many failed agents it still goes on. */
    public int failures() {
        return maxFailures.orElse(0);
    }

    /** How long to look at a stage before the next one; the last one of whoever is left has no such time. */
    public Duration soak(int stage) {
        return stage < stages.size() ? stages.get(stage).soakTime() : Duration.ZERO;
    }
}
