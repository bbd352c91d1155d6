package io.penstock.tunnel.gateway.audit;

import io.penstock.core.concurrent.StopSignal;
import io.penstock.core.concurrent.Workers;
import io.penstock.core.error.PenstockException;
import io.penstock.core.time.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes every stream's record, on a thread of its own: to the files and to the logger {@code io.penstock.tunnel.audit}.
 * A record is never dropped while the process lives: when more than {@link #MAX_WAITING} wait to be written, it is
 * {@link #isCrowded}, and whoever begins streams must not. So at most that many and one per open stream are held.
 * Thread-safe.
 */
public final class AuditLog implements AutoCloseable {
    /** Records waiting from which on no stream may begin. */
    public static final int MAX_WAITING = 8192;
    private static final int AT_ONCE = 256;
    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(3);
    private static final Logger LOG = LoggerFactory.getLogger("io.penstock.tunnel.audit");
    private static final Logger OWN_LOG = LoggerFactory.getLogger("io.penstock.tunnel.gateway");

    private final AuditFiles files;
    private final StopSignal stop;
    private final Thread writer;
    private final LinkedBlockingQueue<AuditRecord> queue = new LinkedBlockingQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean crowded = new AtomicBoolean();
    private final LongAdder written = new LongAdder();
    private final List<AuditRecord> taken = new ArrayList<>();
    private volatile Optional<String> failure = Optional.empty();
    private volatile Runnable room = () -> { };

    /** @param folder {@code <data>/audit}, made when needed */
    public AuditLog(Path folder, long maxFileBytes, int maxFiles, Clock clock) {
        this.files = new AuditFiles(folder, maxFileBytes, maxFiles);
        this.stop = new StopSignal(clock);
        this.writer = Workers.thread("tunnel-audit", this::work);
    }

    /** Begins to write. */
    public void start() {
        writer.start();
    }

    /** Other limits, from the next record on. */
    public void limit(long maxFileBytes, int maxFiles) {
        files.limit(maxFileBytes, maxFiles);
    }

    /** What to do when it is crowded no more. Called on the writing thread. */
    public void whenRoom(Runnable action) {
        room = action;
    }

    /** Takes a record; never blocks. */
    public void record(AuditRecord record) {
        if (waiting.incrementAndGet() >= MAX_WAITING) {
            crowded.set(true);
        }
        queue.add(record);
    }

    /** Whether no stream may begin now. */
    public boolean isCrowded() {
        return crowded.get();
    }

    /** Why records cannot be written, while they cannot. */
    public Optional<String> failure() {
        return failure;
    }

    /** Records taken and not written yet. */
    public int waiting() {
        return waiting.get();
    }

    /** Records written. */
    public long written() {
        return written.sum();
    }

    /** The newest records as rows, oldest first; RETRY ({@code tunnel-gateway.audit}) when the files cannot be read. */
    public List<Map<String, Object>> tail(int count) {
        try {
            return files.tail(count).stream().map(AuditLine::read).flatMap(Optional::stream).toList();
        } catch (IOException | UncheckedIOException e) {
            throw PenstockException.retry("tunnel-gateway.audit", PenstockException.describe(e), e);
        }
    }

    private void work() {
        try {
            while (!stop.stopped() || !queue.isEmpty()) {
                AuditRecord first = queue.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    taken.add(first);
                    queue.drainTo(taken, AT_ONCE - 1);
                    write();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() throws InterruptedException {
        String lines = taken.stream().map(record -> record.json() + "\n").collect(Collectors.joining());
        while (!written(lines)) {
            if (!stop.pause(TRY_AGAIN)) {
                return;
            }
        }
        taken.forEach(record -> LOG.info("{}", record.text()));
        done();
    }

    private void done() {
        written.add(taken.size());
        int left = waiting.addAndGet(-taken.size());
        taken.clear();
        if (left < MAX_WAITING / 2 && crowded.compareAndSet(true, false)) {
            room.run();
        }
    }

    private boolean written(String lines) {
        try {
            files.append(lines);
            if (failure.isPresent()) {
                OWN_LOG.info("the audit log can be written again");
            }
            failure = Optional.empty();
            return true;
        } catch (IOException e) {
            if (failure.isEmpty()) {
                OWN_LOG.error("the audit log cannot be written: {}; after {} more streams no new ones begin",
                        PenstockException.describe(e), MAX_WAITING);
            }
            failure = Optional.of("the audit log cannot be written: " + PenstockException.describe(e));
            return false;
        }
    }

    /** Writes what waits, then ends; what cannot be written by then goes to the log. */
    @Override
    public void close() {
        stop.stop();
        try {
            writer.join(STOP_DEADLINE.toMillis());
            writer.interrupt();
            files.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            OWN_LOG.warn("the audit log does not close: {}", PenstockException.describe(e));
        }
        taken.addAll(queue);
        taken.forEach(record -> OWN_LOG.error("not in the audit log: {}", record.text()));
    }
}
