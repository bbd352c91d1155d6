package io.penstock.control.server.store;

import io.penstock.control.server.store.sql.Dialect;
import io.penstock.core.concurrent.StopSignal;
import io.penstock.core.concurrent.Workers;
import io.penstock.core.time.Clock;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells watchers of every change, then answers the writes. Own changes come from the writer; others' are read from the
 * log, which alone is the truth: being told by the database only makes that sooner. One thread delivers.
 */
final class Feed implements ChangeFeed, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("io.penstock.control.server");
    private static final int MAX_UNTOLD = 256;
    private static final int PAGE = 1000;
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    private static final Duration HEAR = Duration.ofSeconds(1);
    private static final Duration CLOSING = Duration.ofSeconds(2);

    /** What a commit brought; nothing of both: look into the log. */
    private record Delivery(List<Change> changes, List<Work<?>> works) {
        static final Delivery LOOK = new Delivery(List.of(), List.of());
        static final Delivery END = new Delivery(List.of(), List.of());
    }

    private final Dialect dialect;
    private final Readers readers;
    private final StopSignal stop;
    private final Line line;
    private final Line ear;
    private final Ring ring = new Ring();
    private final BlockingQueue<Delivery> untold = new ArrayBlockingQueue<>(MAX_UNTOLD);
    private final List<Consumer<List<Change>>> watchers = new CopyOnWriteArrayList<>();
    private final ExecutorService thread = Workers.single("control-store-feed");
    private final ExecutorService listener = Workers.single("control-store-listen");
    private volatile boolean ended;
    private volatile Optional<String> trouble = Optional.empty();

    Feed(Dialect dialect, Clock clock, Readers readers) {
        this.dialect = dialect;
        this.readers = readers;
        this.stop = new StopSignal(clock);
        this.line = new Line(dialect);
        this.ear = new Line(dialect);
        thread.execute(this::deliver);
    }

    /** From which number on changes are told. Until then, writes are answered and nothing is told. */
    void start(long newest) {
        ring.start(newest);
        if (dialect.tells()) {
            listener.execute(this::listen);
        }
    }

    /** By the writer, right after a commit. */
    void committed(List<Change> changes, List<Work<?>> works) {
        try {
            untold.put(new Delivery(changes, works));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            works.forEach(Work::answerNow);
        }
    }

    @Override
    public AutoCloseable watch(Consumer<List<Change>> watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    @Override
    public long newest() {
        return ring.newest();
    }

    @Override
    public CompletableFuture<List<Change>> since(long seq, int limit) {
        return ring.since(seq, limit).map(CompletableFuture::completedFuture)
                .orElseGet(() -> readers.read(rows -> rows.list(ChangeRows.AFTER, ChangeRows::read, seq, limit)));
    }

    private void deliver() {
        try {
            while (true) {
                Delivery delivery = untold.poll(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                if (delivery == Delivery.END) {
                    return;
                }
                if (delivery == null || delivery == Delivery.LOOK) {
                    look();
                } else {
                    tell(delivery);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            line.close();
        }
    }

    private void tell(Delivery delivery) {
        for (Work<?> work : delivery.works()) {
            work.tx().effects().forEach(Feed::safely);
        }
        List<Change> own = delivery.changes();
        if (!own.isEmpty() && ring.started()) {
            if (own.get(0).seq() > ring.newest() + 1) {
                look();
            }
            // When the log could not be read just now, these come from there later: never before what others did earlier.
            if (own.get(0).seq() <= ring.newest() + 1) {
                pass(own);
            }
        }
        delivery.works().forEach(Work::answerNow);
    }

    private static void safely(Runnable effect) {
        try {
            effect.run();
        } catch (RuntimeException | Error e) {
            LOG.error("what was to follow a commit failed", e);
        }
    }

    /** Why the log cannot be read. */
    Optional<String> trouble() {
        return trouble;
    }

    private void look() {
        if (!ring.started()) {
            return;
        }
        try {
            try {
                readOn();
            } catch (SQLException e) {
                // A connection that was idle may have been closed by whoever; that alone is no trouble.
                line.drop();
                readOn();
            }
            trouble = Optional.empty();
        } catch (SQLException | RuntimeException e) {
            line.drop();
            if (trouble.isEmpty() && !ended) {
                LOG.warn("the change log cannot be read; changes of other servers are seen when it can: {}", e.getMessage());
            }
            trouble = Optional.of("the change log cannot be read: " + e.getMessage());
        }
    }

    private void readOn() throws SQLException {
        List<Change> page;
        do {
            page = line.session().list(ChangeRows.AFTER, row -> ChangeRows.read(new SqlRow(row)), ring.newest(), PAGE);
            pass(page);
        } while (page.size() == PAGE);
    }

    private void pass(List<Change> changes) {
        List<Change> fresh = new ArrayList<>(changes);
        fresh.removeIf(change -> change.seq() <= ring.newest());
        if (fresh.isEmpty()) {
            return;
        }
        ring.add(fresh);
        List<Change> told = List.copyOf(fresh);
        for (Consumer<List<Change>> watcher : watchers) {
            safely(() -> watcher.accept(told));
        }
    }

    private void listen() {
        try {
            while (!stop.stopped()) {
                try {
                    dialect.listen(ear.session());
                    untold.offer(Delivery.LOOK);
                    while (!stop.stopped()) {
                        if (dialect.heard(ear.session(), HEAR)) {
                            untold.offer(Delivery.LOOK);
                        }
                    }
                } catch (SQLException e) {
                    ear.drop();
                    stop.pause(HEAR);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ear.close();
        }
    }

    @Override
    public void close() {
        ended = true;
        stop.stop();
        try {
            untold.put(Delivery.END);
            thread.shutdown();
            if (!thread.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
                Workers.stop(thread, CLOSING);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Workers.stop(listener, CLOSING);
        ear.close();
    }
}
