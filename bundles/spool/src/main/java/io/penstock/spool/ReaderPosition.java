package io.penstock.spool;

import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * A reader's acknowledged position in a file of two slots, written in turn, so that a torn write leaves the other one.
 *
 * <pre>
 * slot:  position (8 bytes) | crc32c of it (4 bytes)      slot 0 at 0, slot 1 at 16
 * </pre>
 *
 * One thread at a time (the spool's lock). Not a channel: whoever acknowledges may be interrupted, which would close one.
 */
final class ReaderPosition implements AutoCloseable {
    private static final int SLOT_BYTES = 16;
    private static final int ENTRY_BYTES = 12;
    private static final int FILE_BYTES = SLOT_BYTES + ENTRY_BYTES;

    private final RandomAccessFile file;
    private long position;
    private int nextSlot;

    ReaderPosition(Path path) throws IOException {
        file = new RandomAccessFile(path.toFile(), "rw");
        long first = read(0);
        long second = read(1);
        position = Math.max(0, Math.max(first, second));
        nextSlot = second >= first ? 0 : 1;
        takeRoom();
    }

    /** Has its full size from the beginning, so that a full disk takes every later position. */
    private void takeRoom() {
        try {
            long size = file.length();
            if (size < FILE_BYTES) {
                file.seek(size);
                file.write(new byte[(int) (FILE_BYTES - size)]);
            }
        } catch (IOException e) {
            // There is no room: perhaps there is when a position is to be kept, which tells if not.
            return;
        }
    }

    private long read(int slot) throws IOException {
        if (file.length() < (long) slot * SLOT_BYTES + ENTRY_BYTES) {
            return -1;
        }
        byte[] entry = new byte[ENTRY_BYTES];
        file.seek((long) slot * SLOT_BYTES);
        file.readFully(entry);
        ByteBuffer bytes = ByteBuffer.wrap(entry);
        if (bytes.getInt(8) != crc(bytes.getLong(0))) {
            return -1;
        }
        return bytes.getLong(0);
    }

    private static int crc(long position) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(8).putLong(position).flip());
        return (int) crc.getValue();
    }

    long position() {
        return position;
    }

    void set(long acked) {
        position = acked;
        ByteBuffer bytes = ByteBuffer.allocate(ENTRY_BYTES).putLong(acked).putInt(crc(acked)).flip();
        try {
            file.seek((long) nextSlot * SLOT_BYTES);
            file.write(bytes.array());
            nextSlot = 1 - nextSlot;
        } catch (IOException e) {
            throw PenstockException.retry("spool.position-failed",
                    "cannot keep a reader's position: " + PenstockException.describe(e), e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
