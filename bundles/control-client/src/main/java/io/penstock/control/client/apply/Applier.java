package io.penstock.control.client.apply;

import io.penstock.control.api.AttemptResult;
import io.penstock.control.api.Desired;
import io.penstock.control.api.LastAttempt;
import io.penstock.control.api.Manifest;
import io.penstock.control.api.ManifestPipe;
import io.penstock.control.api.OnFailure;
import io.penstock.core.concurrent.StopSignal;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.time.Clock;
import io.penstock.pipes.api.Finding;
import io.penstock.pipes.api.PipeDelivery;
import io.penstock.pipes.api.PipeState;
import io.penstock.pipes.api.PipeStatus;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Makes a manifest run: removes first, then one pipe after the other, each tried and taken back when it does not get well.
 * One bad pipe never stops the others. One thread; {@link #stop} from any.
 */
final class Applier {
    private static final Duration LOOK = Duration.ofMillis(50);

    private final PipeDelivery delivery;
    private final Placements placements;
    private final Attempts attempts;
    private final Artifacts artifacts;
    private final Supplier<LocalPolicy> policy;
    private final Clock clock;
    private final StopSignal stop;
    private final Predicate<ManifestPipe> stillWanted;
    private final Runnable changed;

    /**
     * @param stillWanted whether the newest manifest has the entry
     * @param changed called when there may be something new to report
     */
    Applier(PipeDelivery delivery, Placements placements, Attempts attempts, Artifacts artifacts,
            Supplier<LocalPolicy> policy, Clock clock, Predicate<ManifestPipe> stillWanted, Runnable changed) {
        this.delivery = delivery;
        this.placements = placements;
        this.attempts = attempts;
        this.artifacts = artifacts;
        this.policy = policy;
        this.clock = clock;
        this.stop = new StopSignal(clock);
        this.stillWanted = stillWanted;
        this.changed = changed;
    }

    /** Ends a trial without a verdict. */
    void stop() {
        stop.stop();
    }

    /** Returns false when texts could not be had: then it is to be called again in a while. */
    boolean apply(Manifest manifest) throws InterruptedException {
        List<ManifestPipe> wanted = manifest.pipes().stream().filter(pipe -> pipe.desired() != Desired.STOPPED).toList();
        Set<String> ids = wanted.stream().map(ManifestPipe::pipeId).collect(Collectors.toSet());
        placements.ids().stream().filter(id -> !ids.contains(id)).forEach(this::remove);
        attempts.keepOnly(manifest.pipes().stream().map(ManifestPipe::pipeId).collect(Collectors.toSet()));
        manifest.pipes().stream().filter(pipe -> pipe.desired() == Desired.STOPPED).forEach(this::stopped);
        if (attempts.isDrained()) {
            wanted.forEach(pipe -> delivery.hold(Placements.source(pipe.pipeId()), true));
            changed.run();
            return true;
        }
        boolean complete = true;
        for (ManifestPipe pipe : wanted) {
            if (stop.stopped()) {
                return true;
            }
            complete &= applied(pipe);
        }
        artifacts.keepOnly(hashes(manifest));
        return complete;
    }

    private Set<String> hashes(Manifest manifest) {
        Set<String> hashes = new HashSet<>();
        manifest.pipes().forEach(pipe -> {
            hashes.add(pipe.artifact().sha256());
            attempts.of(pipe.pipeId()).good().ifPresent(good -> hashes.add(good.artifact().sha256()));
        });
        return hashes;
    }

    void remove(String pipeId) {
        delivery.remove(Placements.source(pipeId));
        placements.gone(pipeId);
        changed.run();
    }

    /** Nothing has to be tried to stop something. */
    private void stopped(ManifestPipe pipe) {
        Optional<ManifestPipe> good = attempts.of(pipe.pipeId()).good();
        if (!good.map(ManifestPipe::spec).equals(Optional.of(pipe.spec()))) {
            attempts.applied(pipe);
            changed.run();
        }
    }

    private boolean applied(ManifestPipe pipe) throws InterruptedException {
        PipeMemory memory = attempts.of(pipe.pipeId());
        try {
            if (memory.refused().contains(pipe.spec())) {
                return fallBack(memory);
            }
            if (memory.good().map(ManifestPipe::spec).equals(Optional.of(pipe.spec()))) {
                return runAgain(pipe, memory);
            }
            attempt(pipe, artifacts.text(pipe.artifact()));
            return true;
        } catch (PenstockException e) {
            if (e.kind() != ErrorKind.RETRY) {
                reject(pipe, new Verdict(e.code(), e.getMessage()));
                return true;
            }
            return fallBack(memory) && false;
        } finally {
            changed.run();
        }
    }

    /** Wanted again after another one was tried, it answers for itself again. */
    private boolean runAgain(ManifestPipe pipe, PipeMemory memory) throws InterruptedException {
        boolean runs = run(pipe);
        if (runs && !memory.last().map(LastAttempt::spec).equals(Optional.of(pipe.spec()))) {
            attempts.applied(pipe);
        }
        return runs;
    }

    private boolean fallBack(PipeMemory memory) throws InterruptedException {
        Optional<ManifestPipe> good = memory.good().filter(pipe -> pipe.desired() != Desired.STOPPED);
        return good.isEmpty() || run(good.get());
    }

    /** What has been proven needs no trial. */
    private boolean run(ManifestPipe pipe) throws InterruptedException {
        delivery.hold(Placements.source(pipe.pipeId()), pipe.desired() == Desired.PAUSED);
        if (!placements.has(pipe)) {
            try {
                put(pipe, artifacts.text(pipe.artifact()));
            } catch (PenstockException e) {
                return e.kind() != ErrorKind.RETRY;
            }
        }
        return true;
    }

    private Optional<String> put(ManifestPipe pipe, String text) {
        String source = Placements.source(pipe.pipeId());
        delivery.hold(source, pipe.desired() == Desired.PAUSED);
        PipeDelivery.Taken taken = delivery.put(source, text, pipe.params());
        taken.fingerprint().ifPresent(fingerprint -> placements.placed(pipe, fingerprint));
        return taken.fingerprint();
    }

    private void attempt(ManifestPipe pipe, String text) throws InterruptedException {
        Optional<Verdict> wrong = policy.get().against(text, pipe.name(), pipe.params()).or(() -> wrong(pipe, text));
        if (wrong.isPresent()) {
            reject(pipe, wrong.get());
            return;
        }
        boolean ranBefore = placements.status(pipe.pipeId()).map(status -> status.state().state())
                .filter(state -> state == PipeState.RUNNING).isPresent();
        attempts.begin(pipe);
        try {
            Optional<String> fingerprint = put(pipe, text);
            Optional<Verdict> bad = fingerprint.isEmpty() ? Optional.of(refusal(pipe))
                    : watch(pipe, new Trial(pipe, fingerprint.get(), ranBefore, clock));
            if (stop.stopped() || isPointless(pipe)) {
                return;
            }
            if (bad.isPresent()) {
                takeBack(pipe, bad.get());
            } else {
                attempts.applied(pipe);
            }
        } finally {
            attempts.end();
        }
    }

    private Optional<Verdict> wrong(ManifestPipe pipe, String text) {
        List<Finding> errors = delivery.check(text, Placements.source(pipe.pipeId()), pipe.params()).stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR).toList();
        return errors.isEmpty() ? Optional.empty() : Optional.of(new Verdict(errors.get(0).code(),
                errors.stream().map(Finding::toString).collect(Collectors.joining("\n"))));
    }

    /** By now the server wants something else: no verdict. */
    private boolean isPointless(ManifestPipe pipe) {
        return !stillWanted.test(pipe);
    }

    private Verdict refusal(ManifestPipe pipe) {
        return new Verdict("pipes.refused", placements.status(pipe.pipeId()).flatMap(PipeStatus::problem)
                .orElse("the runtime refused it"));
    }

    private Optional<Verdict> watch(ManifestPipe pipe, Trial trial) throws InterruptedException {
        Optional<String> shown = Optional.empty();
        while (true) {
            Optional<PipeStatus> status = placements.status(pipe.pipeId());
            Optional<String> now = status.map(seen -> seen.state() + " " + seen.fingerprint());
            if (!now.equals(shown)) {
                shown = now;
                changed.run();
            }
            Trial.Outcome outcome = trial.look(status);
            if (outcome instanceof Trial.Outcome.Bad bad) {
                return Optional.of(bad.verdict());
            }
            if (outcome instanceof Trial.Outcome.Well || isPointless(pipe) || !stop.pause(LOOK)) {
                return Optional.empty();
            }
        }
    }

    private void takeBack(ManifestPipe pipe, Verdict verdict) throws InterruptedException {
        PipeMemory memory = attempts.of(pipe.pipeId());
        boolean back = memory.good().isPresent() && pipe.onFailure() == OnFailure.ROLLBACK;
        if (back && memory.good().get().desired() != Desired.STOPPED) {
            fallBack(memory);
        } else {
            remove(pipe.pipeId());
        }
        attempts.failed(pipe, back ? AttemptResult.ROLLED_BACK : AttemptResult.FAILED, verdict.code(), verdict.message());
    }

    /** It was never started; the one before goes on, or is started now. */
    private void reject(ManifestPipe pipe, Verdict verdict) throws InterruptedException {
        attempts.failed(pipe, AttemptResult.REJECTED, verdict.code(), verdict.message());
        fallBack(attempts.of(pipe.pipeId()));
    }
}
