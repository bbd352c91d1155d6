package io.penstock.pipes.run;

import io.penstock.core.time.Clock;
import io.penstock.pipes.model.Timing;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Turns a pipe's schedule into due times. Immutable. */
public interface Calendars {
    /** The due time after another; empty when there is none. */
    Optional<Instant> after(Timing timing, Instant instant);

    /** Due times for one input. */
    default DueTimes dueTimes(Timing timing, Clock clock, RandomGenerator random) {
        return new DueTimes(clock, after -> after(timing, after), timing.immediate(),
                timing.overlap() == Timing.Overlap.QUEUE, timing.randomOffset(), random::nextLong);
    }
}
