package io.penstock.tunnel.gateway.audit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * {@code tunnel.jsonl} and, older and older, {@code tunnel.1.jsonl}, {@code tunnel.2.jsonl}, …: a line each record, never
 * changed, readable by the owner alone. One thread writes; any may read.
 */
final class AuditFiles implements AutoCloseable {
    private final Path folder;
    private final Path current;
    private volatile long maxBytes;
    private volatile int maxFiles;
    private FileChannel channel;

    AuditFiles(Path folder, long maxBytes, int maxFiles) {
        this.folder = folder;
        this.current = folder.resolve("tunnel.jsonl");
        limit(maxBytes, maxFiles);
    }

    void limit(long bytes, int files) {
        maxBytes = bytes;
        maxFiles = files;
    }

    /** Appends the text, which ends with a line end; in one piece, so that a failure leaves nothing half said behind. */
    void append(String lines) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
        open();
        if (channel.size() > 0 && channel.size() + bytes.remaining() > maxBytes) {
            rotate();
            open();
        }
        long before = channel.size();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            channel.truncate(before);
            throw e;
        }
    }

    private void open() throws IOException {
        if (channel != null && channel.isOpen()) {
            return;
        }
        Files.createDirectories(folder);
        if (!Files.exists(current)) {
            create();
        }
        endTornLine();
        channel = FileChannel.open(current, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    private void create() throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(current, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(current);
        }
    }

    /** A crash may have cut the last line short; the next record begins its own. */
    private void endTornLine() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(current.toFile(), "rw")) {
            if (file.length() > 0) {
                file.seek(file.length() - 1);
                if (file.read() != '\n') {
                    file.write('\n');
                }
            }
        }
    }

    private void rotate() throws IOException {
        close();
        Files.deleteIfExists(old(maxFiles - 1));
        for (int age = maxFiles - 2; age >= 0; age--) {
            if (Files.exists(old(age))) {
                Files.move(old(age), old(age + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        deleteFrom(maxFiles);
    }

    /** There is more than one when it was allowed more files before. */
    private void deleteFrom(int oldest) throws IOException {
        for (int age = oldest; Files.deleteIfExists(old(age)); age++) {
            // Each is as old as the one before it allows.
        }
    }

    private Path old(int age) {
        return age == 0 ? current : folder.resolve("tunnel." + age + ".jsonl");
    }

    /** The newest lines, oldest first. */
    List<String> tail(int count) throws IOException {
        Deque<String> lines = new ArrayDeque<>();
        for (int age = 0; age < maxFiles && lines.size() < count && Files.exists(old(age)); age++) {
            Deque<String> file = new ArrayDeque<>();
            int wanted = count - lines.size();
            try (var text = Files.lines(old(age))) {
                text.forEach(line -> {
                    file.addLast(line);
                    if (file.size() > wanted) {
                        file.removeFirst();
                    }
                });
            }
            file.descendingIterator().forEachRemaining(lines::addFirst);
        }
        return List.copyOf(lines);
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
