package io.penstock.control.client.apply;

import io.penstock.control.api.Desired;
import io.penstock.control.api.ManifestPipe;
import io.penstock.core.time.Clock;
import io.penstock.pipes.api.PipeState;
import io.penstock.pipes.api.PipeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Judges whether a pipe gets well as its health rule says: runs within a time, and stays well for another. Looks only; told
 * what there is to see. One thread.
 */
final class Trial {
    private final ManifestPipe pipe;
    private final String fingerprint;
    private final boolean ranBefore;
    private final Instant began;
    private final Clock clock;
    private final long mustRunAt;
    private long wellSince = -1;

    /** What is known of it by now. */
    sealed interface Outcome {
        /** Too early to tell. */
        record Open() implements Outcome {
        }

        /** It is well. */
        record Well() implements Outcome {
        }

        /** It is not, and nothing is to be waited for. */
        record Bad(Verdict verdict) implements Outcome {
        }
    }

    /**
     * Begins now.
     *
     * @param fingerprint of what has to run
     * @param ranBefore whether the one before was well: then this one may not be worse
     */
    Trial(ManifestPipe pipe, String fingerprint, boolean ranBefore, Clock clock) {
        this.pipe = pipe;
        this.fingerprint = fingerprint;
        this.ranBefore = ranBefore;
        this.clock = clock;
        this.began = clock.now();
        this.mustRunAt = clock.nanoTime() + Duration.ofSeconds(pipe.health().withinSeconds()).toNanos();
    }

    Outcome look(Optional<PipeStatus> seen) {
        if (seen.isEmpty() || !seen.get().wanted().equals(Optional.of(fingerprint))) {
            return overdue("pipes.not-taken", "the runtime has not taken it up");
        }
        PipeStatus status = seen.get();
        boolean runs = status.fingerprint().equals(Optional.of(fingerprint));
        if (status.problem().isPresent() && !runs) {
            return new Outcome.Bad(new Verdict("pipes.not-made", status.problem().get()));
        }
        PipeState state = status.state().state();
        if (pipe.desired() == Desired.PAUSED && state == PipeState.PAUSED) {
            return new Outcome.Well();
        }
        if (state == PipeState.RUNNING && runs) {
            return running();
        }
        wellSince = -1;
        return notRunning(status, state);
    }

    private Outcome running() {
        long now = clock.nanoTime();
        if (wellSince < 0) {
            wellSince = now;
        }
        return now - wellSince >= Duration.ofSeconds(pipe.health().graceSeconds()).toNanos() ? new Outcome.Well()
                : new Outcome.Open();
    }

    /** A state from before the attempt, of the run that was there then, says nothing. */
    private Outcome notRunning(PipeStatus status, PipeState state) {
        boolean fresh = !status.state().since().isBefore(began);
        String reason = status.state().reason();
        if (fresh && (state == PipeState.COMPLETED || state == PipeState.PAUSED)) {
            return new Outcome.Well();
        }
        if (fresh && state == PipeState.FAILED) {
            return new Outcome.Bad(new Verdict("pipes.failed", reason));
        }
        if (state == PipeState.DEGRADED && !ranBefore) {
            return clock.nanoTime() >= mustRunAt ? new Outcome.Well() : new Outcome.Open();
        }
        return overdue(state == PipeState.DEGRADED ? "pipes.degraded" : "pipes.not-running",
                "it is " + state + " after " + pipe.health().withinSeconds() + " s" + (reason.isEmpty() ? "" : ": " + reason));
    }

    private Outcome overdue(String code, String message) {
        return clock.nanoTime() >= mustRunAt ? new Outcome.Bad(new Verdict(code, message)) : new Outcome.Open();
    }
}
