package io.penstock.plugin.file.write;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Keeps the last position in two slots that are written in turn: a write that was torn leaves the other slot, which is the
 * position before. Written in place, so that forcing it costs no change of the file's size.
 * <pre>
 * slot 0 at 0, slot 1 at 8192:
 * +---------+-------------+------------+----------------+------------+
 * | "PFP1"  | counter u64 | length u32 | position bytes | crc32c u32 |
 * +---------+-------------+------------+----------------+------------+
 * </pre>
 * One thread.
 */
final class PositionFile implements AutoCloseable {
    static final int SLOT_BYTES = 8192;
    private static final int MAGIC = 0x50465031;
    private static final int AROUND_BYTES = 20;

    private final Path path;
    private final FileChannel channel;
    private long counter;

    private record Slot(long counter, FilePosition position) {
    }

    PositionFile(Path path) throws IOException {
        this.path = path;
        this.channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** The last position stored; empty when none ever was. */
    Optional<FilePosition> load() throws IOException {
        if (channel.size() == 0) {
            channel.write(ByteBuffer.allocate(2 * SLOT_BYTES), 0);
            channel.force(true);
            return Optional.empty();
        }
        Optional<Slot> first = read(0);
        Optional<Slot> second = read(SLOT_BYTES);
        Optional<Slot> last = first.isPresent() && (second.isEmpty() || first.get().counter() > second.get().counter())
                ? first : second;
        last.ifPresent(slot -> counter = slot.counter());
        if (last.isEmpty() && !isBlank()) {
            throw new PenstockException(ErrorKind.CORRUPT, "file.position", path
                    + " holds no position that checks out; without it, what was written last may be written twice");
        }
        return last.map(Slot::position);
    }

    /** Blank, or torn while the very first position was written. */
    private boolean isBlank() throws IOException {
        ByteBuffer second = ByteBuffer.allocate(SLOT_BYTES);
        channel.read(second, SLOT_BYTES);
        for (byte b : second.array()) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private Optional<Slot> read(int at) throws IOException {
        ByteBuffer slot = ByteBuffer.allocate(SLOT_BYTES);
        while (slot.hasRemaining() && channel.read(slot, at + slot.position()) > 0) {
            continue;
        }
        slot.flip();
        if (slot.remaining() < AROUND_BYTES || slot.getInt() != MAGIC) {
            return Optional.empty();
        }
        long count = slot.getLong();
        int length = slot.getInt();
        if (length < 0 || length > slot.remaining() - Integer.BYTES
                || crc(slot.array(), slot.position() + length) != slot.getInt(slot.position() + length)) {
            return Optional.empty();
        }
        byte[] bytes = new byte[length];
        slot.get(bytes);
        return Optional.of(new Slot(count, FilePosition.of(bytes)));
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    /** Stores a position; {@code force} makes sure that it is on disk. */
    void store(FilePosition position, boolean force) throws IOException {
        byte[] bytes = position.toBytes();
        if (bytes.length > SLOT_BYTES - AROUND_BYTES) {
            throw PenstockException.invalid("file.position", "the path is too long: " + position.path());
        }
        ByteBuffer slot = ByteBuffer.allocate(bytes.length + AROUND_BYTES);
        slot.putInt(MAGIC).putLong(counter + 1).putInt(bytes.length).put(bytes);
        slot.putInt(crc(slot.array(), slot.position())).flip();
        long at = (counter + 1) % 2 == 1 ? 0 : SLOT_BYTES;
        while (slot.hasRemaining()) {
            channel.write(slot, at + slot.position());
        }
        if (force) {
            channel.force(false);
        }
        counter++;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
