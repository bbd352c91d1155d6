package io.penstock.pipes.schedule;

import io.penstock.core.error.PenstockException;
import io.penstock.pipes.model.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The due times of a schedule, without its random offset. Immutable; thread-safe. */
public final class Schedule {
    private final Optional<Duration> interval;
    private final Optional<Cron> cron;
    private final Timing timing;

    private Schedule(Timing timing) {
        this.timing = timing;
        this.interval = timing.interval();
        this.cron = timing.cron().map(text -> Cron.parse(text, timing.timezone()));
    }

    /**
     * From the {@code schedule:} table.
     *
     * @throws PenstockException INVALID ({@code schedule.invalid}): neither interval nor cron, or both, or a cron expression
     *         that cannot be read or is never due
     */
    public static Schedule of(Timing timing) {
        if (timing.interval().isPresent() == timing.cron().isPresent()) {
            throw PenstockException.invalid("schedule.invalid", "expected either interval or cron, but found "
                    + (timing.cron().isPresent() ? "both" : "neither"));
        }
        return new Schedule(timing);
    }

    /**
     * The first due time after {@code after}: for an interval, one interval later; for cron, the next that matches.
     * Due times in an hour that a change of clocks leaves out come together at its end; in an hour that happens twice, a
     * schedule of fixed hours is due the first time only, one of every hour both times. Empty when never again.
     */
    public Optional<Instant> next(Instant after) {
        return interval.map(after::plus).or(() -> cron.flatMap(expression -> expression.next(after)));
    }

    /** The next due times, at most {@code count}; the first is {@code from} itself where the schedule is immediate. */
    public List<Instant> nextRuns(Instant from, int count) {
        List<Instant> runs = new ArrayList<>();
        if (timing.immediate() && count > 0) {
            runs.add(from);
        }
        for (Optional<Instant> next = next(from); runs.size() < count && next.isPresent(); next = next(next.get())) {
            runs.add(next.get());
        }
        return runs;
    }
}
