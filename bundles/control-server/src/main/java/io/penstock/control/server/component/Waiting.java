package io.penstock.control.server.component;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for the store, on threads that may. */
final class Waiting {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Waiting() {
    }

    /** What came of it, or RETRY when nothing does. */
    static <T> T on(CompletionStage<T> stage) throws InterruptedException {
        try {
            return stage.toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof PenstockException known ? known
                    : new PenstockException(ErrorKind.BUG, "control-server.command", "the command failed", e.getCause());
        } catch (TimeoutException e) {
            throw PenstockException.retry("store.unavailable", "the store does not answer", e);
        }
    }
}
