package io.penstock.pipes.run;

import io.penstock.core.batch.Batch;
import io.penstock.core.concurrent.Backoff;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.plugin.Output;
import io.penstock.core.plugin.OutputPlugin.Guarantee;
import io.penstock.core.plugin.RejectedEvents;
import io.penstock.core.time.Clock;
import io.penstock.pipes.model.Retry;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.DoubleSupplier;

/**
 * An output seen as something that sooner or later takes a batch: opens it, tries again, asks what it has. Output thread
 * only, but for {@link #look}.
 */
final class Receiver {
    /** What became of a batch. */
    sealed interface Outcome permits Delivered, Refused {
    }

    /** The receiver has it, but for the events given with their reasons. */
    record Delivered(Map<Integer, String> rejected) implements Outcome {
    }

    /** The whole batch is refused for good. */
    record Refused(String reason) implements Outcome {
    }

    /** An output that keeps a batch, or us, waiting for longer is not well, whether it fails in the end or not. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Delivered ALL = new Delivered(Map.of());

    private final String id;
    private final Output output;
    private final Guarantee guarantee;
    private final Retry retry;
    private final Backoff backoff;
    private final Clock clock;
    private final NodeCounters counters;
    private final NodeHealth health;
    private boolean open;
    private int tries;
    /** Under this object's lock, as is {@code asked}: when the output was asked for something that it has not answered. */
    private long askedNanos;
    private boolean asked;

    Receiver(String id, Output output, Guarantee guarantee, Retry retry, Clock clock, DoubleSupplier random,
             NodeCounters counters, PipeEvents events) {
        this.id = id;
        this.output = output;
        this.guarantee = guarantee;
        this.retry = retry;
        this.clock = clock;
        this.counters = counters;
        this.health = new NodeHealth(events, id);
        Duration max = retry.maxDelay().compareTo(retry.initialDelay()) < 0 ? retry.initialDelay() : retry.maxDelay();
        this.backoff = new Backoff(retry.initialDelay(), max, retry.jitter() ? random : () -> 1);
    }

    /** Opens the output, however long that takes, and asks what of the stream it has. */
    OptionalLong open(String stream) throws InterruptedException {
        while (true) {
            try {
                ask();
                OptionalLong committed = openNow(stream);
                succeeded();
                return committed;
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception | LinkageError e) {
                failOn(e);
            }
        }
    }

    private OptionalLong openNow(String stream) throws Exception {
        try {
            output.open();
        } catch (PenstockException e) {
            if (e.kind() == ErrorKind.INVALID) {
                throw new NodeFailure(id, e.getMessage());
            }
            throw e;
        }
        OptionalLong committed = guarantee == Guarantee.TRANSACTIONAL ? output.committed(stream) : OptionalLong.empty();
        open = true;
        return committed;
    }

    /** Writes a batch, however often that takes. */
    Outcome write(Batch batch) throws InterruptedException {
        while (true) {
            try {
                ask();
                if (!open && openNow(batch.id().stream()).orElse(-1) >= batch.id().seq()) {
                    succeeded();
                    return ALL;
                }
                output.write(batch);
                succeeded();
                return ALL;
            } catch (InterruptedException e) {
                throw e;
            } catch (RejectedEvents e) {
                succeeded();
                return new Delivered(e.reasons());
            } catch (PenstockException e) {
                if (e.kind() == ErrorKind.INVALID) {
                    return new Refused(PenstockException.describe(e));
                }
                failOn(e);
            } catch (Exception | LinkageError e) {
                failOn(e);
            }
        }
    }

    private synchronized void ask() {
        asked = true;
        askedNanos = clock.nanoTime();
    }

    /** Whether it has been silent for long. One that has failed before has said more than that already. */
    synchronized void look() {
        if (asked && tries == 0 && clock.nanoTime() - askedNanos >= PATIENCE.toNanos()) {
            health.degraded("no answer for more than " + PATIENCE.toSeconds() + " s; still waiting");
        }
    }

    private synchronized void succeeded() {
        asked = false;
        tries = 0;
        backoff.reset();
        health.healthy();
    }

    private void failOn(Throwable failure) throws InterruptedException {
        if (failure instanceof NodeFailure fatal) {
            throw fatal;
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedException("the pipe stops");
        }
        open = false;
        String reason = failed(failure);
        counters.retries.increment();
        health.degraded(reason);
        Waiting.pause(clock, backoff.next());
    }

    private synchronized String failed(Throwable failure) {
        asked = false;
        counters.errors.increment();
        String reason = PenstockException.describe(failure);
        if (retry.maxTimes() > 0 && tries >= retry.maxTimes()) {
            throw new NodeFailure(id, "gave up after " + tries + " retries: " + reason);
        }
        tries++;
        return reason;
    }

    /** From any thread. */
    boolean settled() {
        return output.settled();
    }

    void close() {
        output.close();
    }
}
