package io.penstock.core.concurrent;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The only maker of threads. Every thread is a daemon, carries the name of what it works for, and belongs to whoever
 * asked for it, who must stop it; once ended, it holds nothing of its task. Thread-safe.
 */
public final class Workers {
    private Workers() {
    }

    /** A thread, not yet started. */
    public static Thread thread(String name, Runnable task) {
        Thread thread = new Thread(null, forgotten(task), "penstock-" + name, 0, false);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * A task of the JDK's own class that lets go of ours at its start. After Java 17 a thread keeps its task for ever, and
     * Felix, when two threads load one class at once, keeps a thread as long as the bundle: it would keep our classes too.
     * Not a FutureTask: every executor runs those, the JVM builds the classes they ran last into their code, and keeps what
     * is in code that a thread is inside of.
     */
    private static Runnable forgotten(Runnable task) {
        AtomicReference<Runnable> forgetful = new AtomicReference<>();
        CompletableFuture.runAsync(() -> {
            try {
                task.run();
            } catch (Throwable e) {
                Thread me = Thread.currentThread();
                me.getUncaughtExceptionHandler().uncaughtException(me, e);
            }
        }, forgetful::set);
        return forgetful.get();
    }

    /**
     * Runs something short and waits for it, on a stack that holds nothing but the JDK: for a library that keeps, for ever,
     * an exception made when it is first used, and with its stack the classes of whoever that was.
     *
     * @param task a method reference, so that it is on no stack either
     */
    public static void apart(Runnable task) {
        CompletableFuture.runAsync(task).join();
    }

    /** Makes threads called {@code penstock-<name>-1}, {@code -2}, …. */
    public static ThreadFactory factory(String name) {
        AtomicLong count = new AtomicLong();
        return task -> thread(name + "-" + count.incrementAndGet(), task);
    }

    /** One thread that runs what it is given in order. */
    public static ExecutorService single(String name) {
        return Executors.newSingleThreadExecutor(factory(name));
    }

    /** A pool of exactly {@code threads} threads with an unbounded queue: the caller bounds what it submits. */
    public static ExecutorService fixed(String name, int threads) {
        return Executors.newFixedThreadPool(threads, factory(name));
    }

    /** One thread per running task, kept a minute: the caller bounds how many run. */
    public static ExecutorService cached(String name) {
        return Executors.newCachedThreadPool(factory(name));
    }

    /** One thread for timers; cancelled timers are forgotten at once. */
    public static ScheduledExecutorService timer(String name) {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, factory(name));
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return timer;
    }

    /**
     * Stops an executor: no new tasks, running ones interrupted, then waits for at most {@code deadline}.
     *
     * @return whether everything ended in time; the caller's interrupt is kept
     */
    public static boolean stop(ExecutorService executor, Duration deadline) {
        executor.shutdownNow();
        try {
            return executor.awaitTermination(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
