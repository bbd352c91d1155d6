package io.penstock.pipes.lang;

import io.penstock.core.error.PenstockException;
import io.penstock.pipes.model.Timing;
import io.penstock.pipes.schedule.Schedule;
import java.util.Optional;

/** Says what is wrong with a schedule. */
final class Schedules {
    private Schedules() {
    }

    static Optional<String> problem(Timing timing) {
        try {
            Schedule.of(timing);
            return Optional.empty();
        } catch (PenstockException e) {
            return Optional.of(e.getMessage());
        }
    }
}
