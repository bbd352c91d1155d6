package io.penstock.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads one segment's records in order, checking each. One thread. */
final class SegmentCursor implements AutoCloseable {
    /** Records are read through a buffer of this size; larger ones straight into their own. */
    private static final int BUFFER_BYTES = 256 << 10;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
    private final boolean hasHeader;
    private long position;
    private long offset;

    SegmentCursor(Path path, long firstPosition) throws IOException {
        channel = FileChannel.open(path, StandardOpenOption.READ);
        position = firstPosition;
        hasHeader = fill(SegmentFormat.HEADER_BYTES) && SegmentFormat.isHeader(buffer, firstPosition);
        if (hasHeader) {
            consume(SegmentFormat.HEADER_BYTES);
        }
    }

    /** Whether the file begins as a segment should. */
    boolean hasHeader() {
        return hasHeader;
    }

    /** The position of the record {@link #next} would give. */
    long position() {
        return position;
    }

    /** How many bytes of the file are header and whole records read so far. */
    long offset() {
        return offset;
    }

    /** The next record, or null when no whole and right one follows. Nothing is consumed then. */
    byte[] next() throws IOException {
        if (!hasHeader || !fill(SegmentFormat.RECORD_HEADER_BYTES)) {
            return null;
        }
        int length = buffer.getInt(buffer.position());
        int crc = buffer.getInt(buffer.position() + 4);
        if (length < 0 || length > channel.size() - offset - SegmentFormat.RECORD_HEADER_BYTES) {
            return null;
        }
        byte[] payload = payload(length);
        if (payload == null || SegmentFormat.crc(position, ByteBuffer.wrap(payload)) != crc) {
            return null;
        }
        consume(SegmentFormat.RECORD_HEADER_BYTES + length);
        position++;
        return payload;
    }

    /** Passes over records without giving them out, to stand before {@code target}; stops at a damaged one. */
    void skipTo(long target) throws IOException {
        while (position < target && next() != null) {
            continue;
        }
    }

    private byte[] payload(int length) throws IOException {
        byte[] payload = new byte[length];
        if (fill(SegmentFormat.RECORD_HEADER_BYTES + length)) {
            buffer.get(buffer.position() + SegmentFormat.RECORD_HEADER_BYTES, payload);
            return payload;
        }
        ByteBuffer direct = ByteBuffer.wrap(payload);
        long at = offset + SegmentFormat.RECORD_HEADER_BYTES;
        while (direct.hasRemaining()) {
            int count = channel.read(direct, at);
            if (count < 0) {
                return null;
            }
            at += count;
        }
        return payload;
    }

    /** Makes the buffer hold this many bytes from the offset on, if the file and the buffer's size allow. */
    private boolean fill(int bytes) throws IOException {
        if (buffer.remaining() >= bytes) {
            return true;
        }
        if (bytes > BUFFER_BYTES) {
            return false;
        }
        buffer.compact();
        while (buffer.position() < bytes && channel.read(buffer, offset + buffer.position()) >= 0) {
            continue;
        }
        buffer.flip();
        return buffer.remaining() >= bytes;
    }

    private void consume(int bytes) {
        offset += bytes;
        if (bytes <= buffer.remaining()) {
            buffer.position(buffer.position() + bytes);
        } else {
            buffer.limit(0);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
