package io.penstock.pipes.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * A file of checksummed records, only ever appended to. A torn tail is cut off when it is opened. One thread at a time.
 *
 * <pre>
 * | length (u32) | crc32c of the payload (u32) | payload | ...      big end first
 * </pre>
 */
final class RecordFile implements AutoCloseable {
    static final int HEADER_BYTES = 8;
    private static final int MAX_RECORD_BYTES = 1 << 30;

    private final FileChannel channel;
    private long size;

    private RecordFile(FileChannel channel, long size) {
        this.channel = channel;
        this.size = size;
    }

    /** Opens or makes the file, and shows every complete record in it. */
    static RecordFile open(Path path, Consumer<ByteBuffer> records) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        try {
            long end = scan(channel, records);
            channel.truncate(end);
            channel.position(end);
            return new RecordFile(channel, end);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Shows every complete record of a file that may be written to meanwhile. */
    static void read(Path path, Consumer<ByteBuffer> records) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            scan(channel, records);
        }
    }

    private static long scan(FileChannel channel, Consumer<ByteBuffer> records) throws IOException {
        long end = channel.size();
        long at = 0;
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        while (end - at >= HEADER_BYTES) {
            fill(channel, header.clear(), at);
            int length = header.getInt(0);
            if (length < 0 || length > MAX_RECORD_BYTES || length > end - at - HEADER_BYTES) {
                return at;
            }
            ByteBuffer payload = ByteBuffer.allocate(length);
            fill(channel, payload, at + HEADER_BYTES);
            if (checksum(payload.array()) != header.getInt(4)) {
                return at;
            }
            records.accept(payload.flip());
            at += HEADER_BYTES + length;
        }
        return at;
    }

    private static void fill(FileChannel channel, ByteBuffer target, long at) throws IOException {
        while (target.hasRemaining()) {
            if (channel.read(target, at + target.position()) < 0) {
                throw new IOException("the file became shorter while it was read");
            }
        }
    }

    private static int checksum(byte[] payload) {
        CRC32C crc = new CRC32C();
        crc.update(payload, 0, payload.length);
        return (int) crc.getValue();
    }

    /** Appends a record; a failed append leaves the file as it was, or broken for good. */
    void append(byte[] payload) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(HEADER_BYTES + payload.length);
        record.putInt(payload.length).putInt(checksum(payload)).put(payload).flip();
        try {
            DurableFile.writeFully(channel, record);
            size += HEADER_BYTES + payload.length;
        } catch (IOException e) {
            channel.truncate(size);
            channel.position(size);
            throw e;
        }
    }

    /** Makes what was appended safe. */
    void sync() throws IOException {
        channel.force(false);
    }

    long size() {
        return size;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
