package io.penstock.yamux.api;

import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.Future;
import io.penstock.core.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/** An event loop that runs when told to, in the thread that tells it, on a clock that leaps from timer to timer. */
final class TestLoop extends AbstractScheduledEventExecutor {
    final ManualClock clock = new ManualClock(Instant.EPOCH);
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

    /** Runs what waits; true when there was something. */
    boolean run() {
        boolean ran = false;
        for (Runnable task = nextTask(); task != null; task = nextTask()) {
            task.run();
            ran = true;
        }
        return ran;
    }

    /** Lets time pass, running every timer at its moment. */
    void advance(Duration time) {
        long end = clock.nanoTime() + time.toNanos();
        run();
        for (long at = nextDeadline(); at <= end; at = nextDeadline()) {
            clock.advance(Duration.ofNanos(Math.max(0, at - clock.nanoTime())));
            run();
        }
        clock.advance(Duration.ofNanos(end - clock.nanoTime()));
        run();
    }

    private long nextDeadline() {
        long at = nextScheduledTaskDeadlineNanos();
        return at == -1 ? Long.MAX_VALUE : at;
    }

    private Runnable nextTask() {
        Runnable task = tasks.poll();
        return task == null ? pollScheduledTask(clock.nanoTime()) : task;
    }

    @Override
    protected long getCurrentTimeNanos() {
        return clock.nanoTime();
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public boolean inEventLoop(Thread thread) {
        return true;
    }

    @Override
    public boolean isShuttingDown() {
        return false;
    }

    @Override
    public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<?> terminationFuture() {
        throw new UnsupportedOperationException();
    }

    @Override
    @Deprecated
    public void shutdown() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return false;
    }
}
