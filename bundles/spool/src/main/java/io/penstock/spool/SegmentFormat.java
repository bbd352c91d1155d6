package io.penstock.spool;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * How a segment lies on disk. All numbers big endian.
 *
 * <pre>
 * segment:  0        8        12               20       24
 *           +--------+--------+----------------+--------+---------+---------+--
 *           |PENSPOOL|version | first position |crc32c  | record  | record  |  …
 *           +--------+--------+----------------+--------+---------+---------+--
 *                                              of the 20 bytes before
 * record:   0        4        8
 *           +--------+--------+-----------------+
 *           | length | crc32c | payload         |
 *           +--------+--------+-----------------+
 *                    of position (8 bytes), length (4 bytes) and payload
 * </pre>
 *
 * A record's position is the segment's first plus its index. It is part of the checksum, so a block of another file or of
 * an earlier life of this one is never taken for a record.
 */
final class SegmentFormat {
    static final int HEADER_BYTES = 24;
    static final int RECORD_HEADER_BYTES = 8;

    private static final long MAGIC = 0x50454e53504f4f4cL; // PENSPOOL
    private static final int VERSION = 1;

    private SegmentFormat() {
    }

    static ByteBuffer header(long firstPosition) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        header.putLong(MAGIC).putInt(VERSION).putLong(firstPosition);
        header.putInt(crc(header.array(), 0, HEADER_BYTES - 4)).flip();
        return header;
    }

    /** Whether these bytes are the header of a segment that begins at this position. */
    static boolean isHeader(ByteBuffer header, long firstPosition) {
        return header.remaining() >= HEADER_BYTES && header.slice(0, HEADER_BYTES).equals(header(firstPosition));
    }

    static void putRecord(ByteBuffer target, long position, ByteBuffer payload) {
        target.putInt(payload.remaining()).putInt(crc(position, payload.duplicate())).put(payload.duplicate());
    }

    static int crc(long position, ByteBuffer payload) {
        ByteBuffer prefix = ByteBuffer.allocate(12).putLong(position).putInt(payload.remaining());
        CRC32C crc = new CRC32C();
        crc.update(prefix.array());
        crc.update(payload);
        return (int) crc.getValue();
    }

    private static int crc(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
