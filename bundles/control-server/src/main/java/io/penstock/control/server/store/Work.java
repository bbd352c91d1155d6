package io.penstock.control.server.store;

import io.penstock.control.server.store.sql.Dialect;
import io.penstock.control.server.store.sql.SqlSession;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** One write that somebody waits for. The writer's thread, then the feed's. */
final class Work<T> {
    private final Function<Tx, T> function;
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private Optional<SessionTx> tx = Optional.empty();
    private T result;

    Work(Function<Tx, T> function) {
        this.function = function;
    }

    /** What comes after everything else. */
    static Work<Void> end() {
        return new Work<>(null);
    }

    boolean isEnd() {
        return function == null;
    }

    CompletableFuture<T> answer() {
        return answer;
    }

    /** Does it, for the first time or again. */
    void run(Dialect dialect, SqlSession session, Instant now) {
        SessionTx fresh = new SessionTx(dialect, session, now);
        tx = Optional.empty();
        result = function.apply(fresh);
        tx = Optional.of(fresh);
    }

    boolean succeeded() {
        return tx.isPresent() && !answer.isDone();
    }

    SessionTx tx() {
        return tx.orElseThrow();
    }

    void fail(Throwable failure) {
        tx = Optional.empty();
        answer.completeExceptionally(failure);
    }

    void answerNow() {
        answer.complete(result);
    }
}
