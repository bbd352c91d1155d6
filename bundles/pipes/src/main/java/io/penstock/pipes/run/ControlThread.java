package io.penstock.pipes.run;

import io.penstock.core.concurrent.Workers;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/**
 * The thread on which all that changes a pipe happens, one thing after the other, up to a last one. Thread-safe: tasks are
 * given under the same lock as the last, because a pool that is shut down while its first thread is being made can keep a
 * task and no thread.
 */
final class ControlThread {
    private final ExecutorService thread;
    private Future<?> last;

    ControlThread(String pipe) {
        thread = Workers.single("pipe-" + pipe + "-control");
    }

    /** Runs something between changes; refused after the last. */
    synchronized <T> Future<T> run(Callable<T> task) {
        return thread.submit(task);
    }

    /** As {@link #run}, but after the last change it does nothing, and is done. */
    synchronized Future<?> change(Callable<?> task) {
        try {
            return thread.submit(task);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(null);
        }
    }

    /** The last change. Whoever asks for one again gets the one there is. */
    synchronized Future<?> end(Callable<?> task) {
        if (last == null) {
            last = thread.submit(task);
            thread.shutdown();
        }
        return last;
    }
}
