package io.penstock.pipes.state;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * A file of checksummed records, only ever appended to. A torn tail is cut off when it is opened. One thread at a time;
 * not a channel, because an interrupt would close one.
 *
 * <pre>
 * | length (u32) | crc32c of the payload (u32) | payload | ...      big end first
 * </pre>
 */
final class RecordFile implements AutoCloseable {
    static final int HEADER_BYTES = 8;
    private static final int MAX_RECORD_BYTES = 1 << 30;

    private final RandomAccessFile file;
    private final long cutBytes;
    private long size;

    private RecordFile(RandomAccessFile file, long size, long cutBytes) {
        this.file = file;
        this.size = size;
        this.cutBytes = cutBytes;
    }

    /** Opens or makes the file, shows every record in it up to the first that does not check out, and cuts off the rest. */
    static RecordFile open(Path path, Consumer<ByteBuffer> records) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            long end = scan(file, records);
            long cut = file.length() - end;
            file.setLength(end);
            return new RecordFile(file, end, cut);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Shows every complete record of a file that may be written to meanwhile. Gives how many bytes behind them are none. */
    static long read(Path path, Consumer<ByteBuffer> records) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            long end = scan(file, records);
            return file.length() - end;
        }
    }

    private static long scan(RandomAccessFile file, Consumer<ByteBuffer> records) throws IOException {
        long end = file.length();
        long at = 0;
        byte[] header = new byte[HEADER_BYTES];
        while (end - at >= HEADER_BYTES) {
            file.seek(at);
            file.readFully(header);
            int length = ByteBuffer.wrap(header).getInt(0);
            // No record is empty, but a tail of zeros, as a power cut leaves it, would look like many that are.
            if (length <= 0 || length > MAX_RECORD_BYTES || length > end - at - HEADER_BYTES) {
                return at;
            }
            byte[] payload = new byte[length];
            file.readFully(payload);
            if (checksum(payload) != ByteBuffer.wrap(header).getInt(4)) {
                return at;
            }
            records.accept(ByteBuffer.wrap(payload));
            at += HEADER_BYTES + length;
        }
        return at;
    }

    private static int checksum(byte[] payload) {
        CRC32C crc = new CRC32C();
        crc.update(payload, 0, payload.length);
        return (int) crc.getValue();
    }

    /** Appends a record; after a failure the file is as it was. */
    void append(byte[] payload) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(HEADER_BYTES + payload.length);
        record.putInt(payload.length).putInt(checksum(payload)).put(payload);
        // Where cutting off a torn record failed too, the next one is written over it.
        file.seek(size);
        try {
            file.write(record.array());
        } catch (IOException e) {
            file.setLength(size);
            throw e;
        }
        size += record.capacity();
    }

    /** Takes back what lies behind a size. */
    void cut(long to) throws IOException {
        file.setLength(to);
        size = to;
    }

    /** Makes what was appended safe. After a failure the file is not to be trusted with anything more. */
    void sync() throws IOException {
        file.getFD().sync();
    }

    /** How many bytes were cut off when it was opened: more than a torn record when the file was damaged. */
    long cutBytes() {
        return cutBytes;
    }

    long size() {
        return size;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
