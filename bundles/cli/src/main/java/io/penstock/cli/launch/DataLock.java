package io.penstock.cli.launch;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The claim of one process on a data folder: a lock of the operating system, which ends with the process however it
 * ends, on a file that holds the process id for people to read. Closing is thread-safe.
 */
final class DataLock implements AutoCloseable {
    /** Far behind the text, because on some systems locked bytes cannot be read by others. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;
    private static final int MAX_PID_BYTES = 32;

    private final FileChannel channel;

    private DataLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Claims the folder, making it when missing, for its owner alone. */
    static DataLock claim(Path data) {
        try {
            OwnerOnly.folder(data);
            FileChannel channel = FileChannel.open(data.resolve("lock"),
                    StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            return claim(data, channel);
        } catch (IOException e) {
            throw new PenstockException(ErrorKind.DENIED, "launch.data-folder", "the data folder " + data
                    + " cannot be used: " + PenstockException.describe(e) + "; expected a folder this user may write", e);
        }
    }

    private static DataLock claim(Path data, FileChannel channel) throws IOException {
        if (!lock(channel)) {
            String holder = read(channel);
            channel.close();
            throw new PenstockException(ErrorKind.CONFLICT, "launch.data-locked", "the data folder " + data
                    + " is in use by process " + (holder.isEmpty() ? "(unknown)" : holder) + "; stop that one, or use another folder");
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
        return new DataLock(channel);
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(MAX_PID_BYTES);
        channel.read(text, 0);
        return new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The lock goes with the process at the latest, and that is about to end.
            return;
        }
    }
}
