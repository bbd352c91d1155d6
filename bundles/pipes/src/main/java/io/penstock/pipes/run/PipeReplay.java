package io.penstock.pipes.run;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.time.Clock;
import io.penstock.pipes.api.DeadLetter;
import io.penstock.pipes.state.DeadLetters;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

/** What can be done with a pipe's dead letters, whether it runs or not. Thread-safe. */
public final class PipeReplay {
    private final PipeSupervisor pipe;

    /** Of this pipe. */
    public PipeReplay(PipeSupervisor pipe) {
        this.pipe = pipe;
    }

    /** The letters that match, oldest first. */
    public List<DeadLetter> list(Predicate<DeadLetter> wanted, int limit) {
        return with(letters -> letters.list(wanted, limit));
    }

    /** Throws them all away; gives how many. */
    public long purge() {
        return with(DeadLetters::purge);
    }

    private <T> T with(Function<DeadLetters, T> task) {
        return onControl(() -> {
            if (pipe.run().isPresent()) {
                return task.apply(pipe.run().get().folder().deadLetters());
            }
            RuntimeEnvironment environment = pipe.environment();
            try (DeadLetters letters = DeadLetters.open(environment.folder(pipe.name()).resolve("dead-letters"),
                    pipe.wanted().deadLetters().bytes(), environment.clock())) {
                return task.apply(letters);
            }
        });
    }

    private <T> T onControl(Callable<T> task) {
        try {
            return pipe.control(task).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PenstockException(ErrorKind.CLOSED, "pipes.interrupted", "interrupted");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof PenstockException failure ? failure
                    : new PenstockException(ErrorKind.BUG, "pipes.failed", PenstockException.describe(e.getCause()), e);
        }
    }

    /** Sends them into their nodes again; gives how many came through, or were set aside anew, within the deadline. */
    public long replay(Predicate<DeadLetter> wanted, int limit, Duration deadline) throws InterruptedException {
        PipeRun run = pipe.run().orElseThrow(() -> new PenstockException(ErrorKind.CONFLICT, "pipes.not-running",
                "pipe \"" + pipe.name() + "\" does not run; dead letters are sent through a running pipe"));
        DeadLetters letters = run.folder().deadLetters();
        Semaphore settled = new Semaphore(0);
        int sent = 0;
        for (DeadLetter letter : letters.list(wanted, limit)) {
            sent += run.replay(letter, settled::release) ? 1 : 0;
        }
        long end = Clock.system().nanoTime() + deadline.toNanos();
        int done = 0;
        while (done < sent && settled.tryAcquire(Math.max(0, end - Clock.system().nanoTime()), TimeUnit.NANOSECONDS)) {
            done++;
        }
        return done;
    }
}
