package io.penstock.control.server.store;

import io.penstock.control.server.store.sql.Dialect;
import io.penstock.core.concurrent.Workers;
import io.penstock.core.error.PenstockException;
import io.penstock.core.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that writes; works that wait go into one transaction together. Thread-safe. */
final class Writer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("io.penstock.control.server");
    private static final int MAX_WAITING = 20_000;
    private static final int MAX_TOGETHER = 64;
    private static final Duration DRAINING = Duration.ofSeconds(3);
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final Commit commit;
    private final Feed feed;
    private final BlockingQueue<Work<?>> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final ExecutorService thread = Workers.single("control-store-write");
    private final AtomicLong commits = new AtomicLong();
    private volatile Optional<String> trouble = Optional.empty();
    /** Guarded by {@code waiting}. */
    private boolean closed;

    Writer(Dialect dialect, Clock clock, AuditChain audit, Feed feed) {
        this.commit = new Commit(dialect, clock, audit);
        this.feed = feed;
        thread.execute(this::run);
    }

    <T> CompletableFuture<T> write(Function<Tx, T> function) {
        Work<T> work = new Work<>(function);
        synchronized (waiting) {
            if (closed) {
                work.fail(Readers.closed());
            } else if (!waiting.offer(work)) {
                work.fail(Readers.busy(MAX_WAITING));
            }
        }
        return work.answer();
    }

    long commits() {
        return commits.get();
    }

    /** Why the last transaction was not committed. */
    Optional<String> trouble() {
        return trouble;
    }

    private void run() {
        try {
            while (true) {
                List<Work<?>> together = new ArrayList<>(MAX_TOGETHER);
                together.add(waiting.take());
                waiting.drainTo(together, MAX_TOGETHER - 1);
                boolean last = together.removeIf(Work::isEnd);
                write(together);
                if (last) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            commit.close();
        }
    }

    private void write(List<Work<?>> works) throws InterruptedException {
        if (works.isEmpty()) {
            return;
        }
        try {
            List<Change> changes = commit.run(works);
            commits.incrementAndGet();
            trouble = Optional.empty();
            feed.committed(changes, works.stream().filter(Work::succeeded).toList());
        } catch (PenstockException e) {
            trouble = Optional.of(e.getMessage());
            works.forEach(work -> work.fail(e));
        } catch (RuntimeException | Error e) {
            // The loop's edge: who comes next is served.
            commit.drop();
            LOG.error("a transaction failed", e);
            works.forEach(work -> work.fail(e));
        }
    }

    @Override
    public void close() {
        synchronized (waiting) {
            if (closed) {
                return;
            }
            closed = true;
        }
        try {
            if (!waiting.offer(Work.end(), DRAINING.toMillis(), TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
            thread.shutdown();
            if (!thread.awaitTermination(DRAINING.toMillis(), TimeUnit.MILLISECONDS)) {
                // A database that does not answer is not waited for.
                commit.close();
                Workers.stop(thread, CLOSING);
            }
        } catch (InterruptedException e) {
            Workers.stop(thread, Duration.ZERO);
            Thread.currentThread().interrupt();
        }
        List<Work<?>> left = new ArrayList<>();
        waiting.drainTo(left);
        left.forEach(work -> work.fail(Readers.closed()));
    }
}
