package io.penstock.plugin.file.write;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/** The file being written, locked against a second writer of ours. One thread; closed from any. */
final class OpenFile implements AutoCloseable {
    private final Path path;
    private final String key;
    private final FileChannel channel;

    OpenFile(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        this.key = keyOf(path);
    }

    /** Opens a file, making it and its folders where they are missing. A file that is locked is a CONFLICT. */
    static OpenFile open(Path path) throws IOException {
        Files.createDirectories(path.getParent());
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (!lock(channel)) {
                throw new PenstockException(ErrorKind.CONFLICT, "file.conflict", path + " is being written by another output");
            }
            return new OpenFile(path, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static String keyOf(Path path) throws IOException {
        Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        return key == null ? "" : key.toString();
    }

    Path path() {
        return path;
    }

    /** The file's identity to the system; empty where there is none. */
    String key() {
        return key;
    }

    long size() throws IOException {
        return channel.size();
    }

    /** Whether the path still leads to this file. */
    boolean isInPlace() throws IOException {
        try {
            return keyOf(path).equals(key);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Whether the byte before {@code length} ends a line. */
    boolean endsLine(long length) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        return length == 0 || channel.read(last, length - 1) == 1 && last.get(0) == '\n';
    }

    void truncate(long length) throws IOException {
        channel.truncate(length);
    }

    /** Writes all of it, or leaves the file as it was as far as that is possible. */
    void write(byte[] bytes, long at, boolean force) throws IOException {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer, at + buffer.position());
            }
            if (force) {
                channel.force(false);
            }
        } catch (IOException e) {
            rollBack(at, e);
            throw e;
        }
    }

    private void rollBack(long length, IOException because) {
        try {
            channel.truncate(length);
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    void force() throws IOException {
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
