package io.penstock.relay.client.backlog;

import io.penstock.core.error.PenstockException;
import io.penstock.relay.client.block.Block;
import io.penstock.relay.client.block.BlockHeader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What the spool's last record says of itself, kept so that a full disk can let go of the record: the file has its full
 * size from the beginning, and is overwritten in place. A torn one counts as none: the record goes only once it is safe.
 * One thread.
 *
 * <pre>
 * file:  PENSLAST | length (4) | crc32c of the header (4) | header of a block | anything, up to 8 KiB
 * </pre>
 */
final class LastBlockNote {
    private static final int FILE_BYTES = 8 << 10;
    private static final int BEFORE_BYTES = 16;
    private static final long MAGIC = 0x50454e534c415354L; // PENSLAST

    private final Path file;

    /** Takes its room, if there is any; if not, this is tried again when it is needed. */
    LastBlockNote(Path file) {
        this.file = file;
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            takeRoom(open);
        } catch (IOException e) {
            // All goes on without it while the disk has room for another segment.
            return;
        }
    }

    private static void takeRoom(RandomAccessFile open) throws IOException {
        long size = open.length();
        if (size < FILE_BYTES) {
            open.seek(size);
            open.write(new byte[(int) (FILE_BYTES - size)]);
            open.getFD().sync();
        }
    }

    /** What was kept; empty when nothing was, or it cannot be understood. */
    Optional<BlockHeader> read() {
        try {
            ByteBuffer content = ByteBuffer.wrap(Files.size(file) > FILE_BYTES ? new byte[0] : Files.readAllBytes(file));
            if (content.remaining() < BEFORE_BYTES || content.getLong() != MAGIC) {
                return Optional.empty();
            }
            int length = content.getInt();
            int crc = content.getInt();
            if (length < 0 || length > content.remaining()) {
                return Optional.empty();
            }
            byte[] header = new byte[length];
            content.get(header);
            return crc(header) == crc ? Optional.of(Block.header(header)) : Optional.empty();
        } catch (IOException | PenstockException e) {
            return Optional.empty();
        }
    }

    /** Keeps it, safe from a power cut; false when that cannot be. */
    boolean keep(BlockHeader header) {
        byte[] bytes = header.toBytes();
        if (bytes.length > FILE_BYTES - BEFORE_BYTES) {
            return false;
        }
        ByteBuffer content = ByteBuffer.allocate(BEFORE_BYTES + bytes.length);
        content.putLong(MAGIC).putInt(bytes.length).putInt(crc(bytes)).put(bytes);
        // Not a channel: the pipe's thread may be interrupted, which would close one.
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            takeRoom(open);
            open.seek(0);
            open.write(content.array());
            open.getFD().sync();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
