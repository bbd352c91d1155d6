package io.penstock.control.server.store;

import io.penstock.control.server.store.sql.Dialect;
import io.penstock.control.server.store.sql.SqlSession;
import io.penstock.core.concurrent.Workers;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Threads that read, each on a connection of its own and each time from a snapshot. Thread-safe. */
final class Readers implements AutoCloseable {
    private static final int THREADS = 3;
    private static final int TRIES = 3;
    private static final int MAX_WAITING = 10_000;
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final Dialect dialect;
    private final ExecutorService threads = Workers.fixed("control-store-read", THREADS);
    private final AtomicInteger waiting = new AtomicInteger();
    private final List<Line> lines = new ArrayList<>();
    private final List<Line> idle = new ArrayList<>();

    Readers(Dialect dialect) {
        this.dialect = dialect;
    }

    <T> CompletableFuture<T> read(Function<Rows, T> work) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            answer.completeExceptionally(busy(MAX_WAITING));
            return answer;
        }
        try {
            threads.execute(() -> {
                waiting.decrementAndGet();
                answer(work, answer);
            });
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(closed());
        }
        return answer;
    }

    static PenstockException busy(int most) {
        return PenstockException.retry("store.busy", "more than " + most + " requests wait for the database", null);
    }

    static PenstockException closed() {
        return new PenstockException(ErrorKind.CLOSED, "store.closed", "the store is closed");
    }

    private <T> void answer(Function<Rows, T> work, CompletableFuture<T> answer) {
        Line line = take();
        T result;
        try {
            result = tried(line, work);
        } catch (Throwable e) {
            answer.completeExceptionally(e);
            return;
        } finally {
            give(line);
        }
        answer.complete(result);
    }

    private <T> T tried(Line line, Function<Rows, T> work) {
        for (int tries = 1; ; tries++) {
            try {
                return once(line.session(), work);
            } catch (SQLException e) {
                line.drop();
                if (tries == TRIES || !dialect.worthTrying(e)) {
                    throw dialect.translate(e);
                }
            } catch (RuntimeException | Error e) {
                line.drop();
                throw e;
            }
        }
    }

    private <T> T once(SqlSession session, Function<Rows, T> work) throws SQLException {
        session.run(dialect.beginReading());
        try {
            T result = work.apply(new SessionRows(session));
            session.run("commit");
            return result;
        } catch (SqlFailure e) {
            throw e.sql();
        } catch (PenstockException e) {
            session.run("rollback");
            throw e;
        }
    }

    private synchronized Line take() {
        if (idle.isEmpty()) {
            Line line = new Line(dialect);
            lines.add(line);
            return line;
        }
        return idle.remove(idle.size() - 1);
    }

    private synchronized void give(Line line) {
        idle.add(line);
    }

    @Override
    public void close() {
        Workers.stop(threads, CLOSING);
        synchronized (this) {
            lines.forEach(Line::close);
        }
    }
}
