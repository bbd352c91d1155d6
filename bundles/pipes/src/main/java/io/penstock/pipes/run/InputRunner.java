package io.penstock.pipes.run;

import io.penstock.core.concurrent.Backoff;
import io.penstock.core.concurrent.Workers;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.plugin.Input;
import io.penstock.core.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * One input's thread: runs it, and makes a new one after a while when it failed, which goes on behind what the old one
 * emitted. {@link #close} may come from any thread.
 */
final class InputRunner {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    /** An input made anew that has not failed for so long is healthy. */
    private static final long TRIAL_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final InputPort port;
    private final Supplier<Input> maker;
    private final DueTimes due;
    private final Clock clock;
    private final PipeEvents events;
    private final Runnable completed;
    private final Backoff backoff;
    private final Thread thread;
    private Input input;
    private boolean closed;
    private boolean settling;
    private long renewed;

    /** @param completed called once, on the input's thread, when there is nothing more to come */
    InputRunner(InputPort port, Input first, Supplier<Input> maker, DueTimes due, Shared shared, DoubleSupplier random,
                Runnable completed) {
        this.port = port;
        this.input = first;
        this.maker = maker;
        this.due = due;
        this.clock = shared.clock();
        this.events = shared.events();
        this.completed = completed;
        this.backoff = new Backoff(FIRST_WAIT, LONGEST_WAIT, random);
        this.thread = Workers.thread("pipe-" + shared.pipe() + "-" + port.id(), this::loop);
    }

    void start() {
        thread.start();
    }

    PartitionTracker tracker() {
        return port.tracker();
    }

    private void loop() {
        try {
            while (!runOnce()) {
                Waiting.pause(clock, backoff.next());
                renew();
            }
            if (!isClosed()) {
                completed.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failWhenOpen("interrupted");
        } catch (Throwable e) {
            failWhenOpen(PenstockException.describe(e));
        } finally {
            Ending.close(port.id(), current()::close, events);
        }
    }

    private void failWhenOpen(String reason) {
        if (!isClosed()) {
            events.failed(port.id(), reason);
        }
    }

    /** Whether the input is through. */
    private boolean runOnce() throws InterruptedException {
        try {
            current().run(new RunningFeed(port, due));
            return true;
        } catch (InterruptedException e) {
            throw e;
        } catch (PenstockException e) {
            if (e.kind() == ErrorKind.INVALID || e.kind() == ErrorKind.BUG) {
                throw e;
            }
            return failed(e);
        } catch (Exception e) {
            return failed(e);
        }
    }

    private boolean failed(Exception failure) {
        if (isClosed()) {
            return true;
        }
        synchronized (this) {
            settling = false;
        }
        port.counters().errors.increment();
        port.counters().retries.increment();
        port.degraded(PenstockException.describe(failure));
        return false;
    }

    private void renew() throws InterruptedException {
        current().close();
        Input next = maker.get();
        synchronized (this) {
            if (closed) {
                throw new InterruptedException("the pipe stops");
            }
            input = next;
            renewed = clock.nanoTime();
            settling = true;
        }
    }

    /** Whether it was made anew and has not run for long yet. */
    synchronized boolean settling() {
        return settling;
    }

    /** Looks whether an input made anew has run for long enough to be called healthy. */
    void settled() {
        synchronized (this) {
            if (!settling || clock.nanoTime() - renewed < TRIAL_NANOS) {
                return;
            }
            settling = false;
        }
        port.healthy();
    }

    private synchronized Input current() {
        return input;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** Asks the input to end. */
    void close() {
        Input running;
        synchronized (this) {
            closed = true;
            running = input;
        }
        due.close();
        Ending.close(port.id(), running::close, events);
        thread.interrupt();
    }

    /** Waits for its end. */
    boolean join(Duration deadline) throws InterruptedException {
        TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, deadline.toNanos() / 2));
        return Ending.interrupt(thread, deadline.toNanos() / 2);
    }
}
