package io.penstock.plugin.file.write;

import io.penstock.core.batch.Batch;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.plugin.Output;
import io.penstock.core.plugin.RejectedEvents;
import io.penstock.core.time.Clock;
import io.penstock.plugin.file.write.FileOutputOptions.Compression;
import io.penstock.plugin.file.write.FileOutputOptions.Sync;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends a batch, then stores how long the file is and which batch was the last. After a crash whatever lies beyond the
 * stored length is cut off, and the batch comes again: so each batch is in the file once, and whole. A lock is held for the
 * length of a call, so that a close from another thread leaves things in order.
 */
final class FileOutput implements Output {
    /** More than this is not cut off after a crash, unless a batch was larger. */
    static final long RESERVE_BYTES = 4 << 20;
    private static final long CLOSE_SECONDS = 2;
    private static final Logger LOG = LoggerFactory.getLogger(FileOutput.class);

    private final FileOutputOptions options;
    private final Clock clock;
    private final PositionSource positions;
    private final PathTemplate template;
    private final Rotation rotation;
    private final BatchEncoder encoder;
    private final ReentrantLock busy = new ReentrantLock();
    private volatile Optional<PositionFile> positionFile = Optional.empty();
    private volatile Optional<OpenFile> current = Optional.empty();
    private FilePosition position;
    private long lastSyncNanos;

    /** Opens the file positions are kept in. */
    @FunctionalInterface
    interface PositionSource {
        PositionFile open() throws IOException;
    }

    FileOutput(FileOutputOptions options, BatchEncoder encoder, Clock clock, PositionSource positions) {
        this.options = options;
        this.clock = clock;
        this.positions = positions;
        this.template = PathTemplate.of(options.path(), options.timeZone());
        this.rotation = new Rotation(options);
        this.encoder = encoder;
        this.position = new FilePosition("", "", 0, 0, 0, "", 0);
        this.lastSyncNanos = clock.nanoTime();
    }

    @Override
    public void open() throws InterruptedException {
        busy.lock();
        try {
            release();
            positionFile = Optional.of(positions.open());
            Optional<FilePosition> stored = positionFile.get().load();
            position = stored.orElse(position);
            Path path = stored.map(known -> Path.of(known.path())).orElseGet(() -> template.at(clock.now()));
            OpenFile file = openFile(path);
            start(file, stored.isPresent() && isOurs(file) ? recoveredLength(file) : file.size());
        } catch (IOException e) {
            throw failure("open", e);
        } finally {
            busy.unlock();
        }
    }

    private boolean isOurs(OpenFile file) {
        return position.key().equals(file.key());
    }

    /** Cuts off what a crash left behind the last whole batch; what others appended after an orderly end stays. */
    private long recoveredLength(OpenFile file) throws IOException {
        long size = file.size();
        if (size < position.length()) {
            LOG.warn("{} is {} bytes shorter than what was written to it", file.path(), position.length() - size);
        }
        if (size <= position.length() || position.reserve() == 0) {
            return size;
        }
        if (size - position.length() > position.reserve()) {
            throw new PenstockException(ErrorKind.CONFLICT, "file.conflict", file.path() + " is "
                    + (size - position.length()) + " bytes longer than what was written to it; move it away to go on");
        }
        file.truncate(position.length());
        return position.length();
    }

    private OpenFile openFile(Path path) throws IOException {
        current = Optional.of(OpenFile.open(path));
        return current.get();
    }

    /** Goes on in a file from a length on; from now on a tail is ours. */
    private void start(OpenFile file, long length) throws IOException {
        long started = isOurs(file) && length > 0 ? position.startedMs() : clock.now().toEpochMilli();
        position = new FilePosition(file.path().toString(), file.key(), length,
                Math.max(RESERVE_BYTES, position.reserve()), started, position.stream(), position.seq());
        positionFile.orElseThrow().store(position, options.sync() != Sync.NONE);
    }

    @Override
    public OptionalLong committed(String stream) {
        busy.lock();
        try {
            return position.stream().equals(stream) ? OptionalLong.of(position.seq()) : OptionalLong.empty();
        } finally {
            busy.unlock();
        }
    }

    @Override
    public void write(Batch batch) throws InterruptedException {
        busy.lockInterruptibly();
        Map<Integer, String> refused = new TreeMap<>();
        try {
            if (current.isEmpty()) {
                throw new PenstockException(ErrorKind.CLOSED, "file.closed", "the output is closed");
            }
            append(batch, refused);
        } catch (IOException e) {
            throw failure("write", e);
        } finally {
            busy.unlock();
        }
        if (!refused.isEmpty()) {
            throw new RejectedEvents(refused);
        }
    }

    private void append(Batch batch, Map<Integer, String> refused) throws IOException {
        OpenFile file = inPlace();
        byte[] bytes = encoder.encode(batch.events(), file, position.length() == 0, refused);
        if (rotation.isDue(position, bytes.length, clock.now(), template)) {
            file = roll(file);
            refused.clear();
            bytes = encoder.encode(batch.events(), file, position.length() == 0, refused);
        }
        if (bytes.length > position.reserve()) {
            position = position.reserving(bytes.length * 2L);
            positionFile.orElseThrow().store(position, options.sync() != Sync.NONE);
        }
        boolean force = options.sync() == Sync.BATCH || isSyncDue();
        file.write(bytes, position.length(), force);
        FilePosition after = position.at(position.length() + bytes.length, batch.id().stream(), batch.id().seq());
        positionFile.orElseThrow().store(after, force);
        position = after;
    }

    private boolean isSyncDue() {
        long now = clock.nanoTime();
        if (options.sync() != Sync.INTERVAL || now - lastSyncNanos < options.syncInterval().toNanos()) {
            return false;
        }
        lastSyncNanos = now;
        return true;
    }

    /** The file, anew when somebody moved it away, and with its length as it is when somebody appended to it. */
    private OpenFile inPlace() throws IOException {
        OpenFile file = current.orElseThrow();
        if (!file.isInPlace()) {
            finish(file);
            file = openFile(file.path());
            start(file, file.size());
        }
        long size = file.size();
        if (size != position.length()) {
            start(file, size);
        }
        if (options.compression() == Compression.NONE && !file.endsLine(size)) {
            file.write(new byte[] {'\n'}, size, false);
            start(file, size + 1);
        }
        return file;
    }

    private OpenFile roll(OpenFile file) throws IOException {
        finish(file);
        Path next = template.at(clock.now());
        if (next.equals(file.path())) {
            rotation.moveAside(next);
        }
        OpenFile fresh = openFile(next);
        start(fresh, fresh.size());
        return fresh;
    }

    private void finish(OpenFile file) throws IOException {
        if (options.sync() != Sync.NONE) {
            file.force();
        }
        file.close();
    }

    /** An interrupt closed the files under us: what was half written is cut off at the next start. */
    private PenstockException failure(String what, IOException e) throws InterruptedException {
        if (e instanceof ClosedByInterruptException) {
            Thread.interrupted();
            release();
            throw new InterruptedException("interrupted while writing a file");
        }
        String reason = e instanceof FileSystemException && ((FileSystemException) e).getReason() == null
                ? e.getClass().getSimpleName().replace("Exception", "") + " " + e.getMessage() : e.getMessage();
        return PenstockException.retry("file." + what, "cannot " + what + " the file: " + reason, e);
    }

    @Override
    public void close() {
        boolean idle = false;
        try {
            idle = busy.tryLock(CLOSE_SECONDS, TimeUnit.SECONDS);
            if (idle && current.isPresent()) {
                if (options.sync() != Sync.NONE) {
                    current.get().force();
                }
                positionFile.orElseThrow().store(position.reserving(0), options.sync() != Sync.NONE);
            }
        } catch (IOException e) {
            LOG.warn("{} was not closed in order; its end is checked at the next start: {}", position.path(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            release();
            if (idle) {
                busy.unlock();
            }
        }
    }

    private void release() {
        try {
            if (current.isPresent()) {
                current.get().close();
            }
            if (positionFile.isPresent()) {
                positionFile.get().close();
            }
        } catch (IOException e) {
            LOG.debug("closing {} failed", position.path(), e);
        }
        current = Optional.empty();
        positionFile = Optional.empty();
    }
}
