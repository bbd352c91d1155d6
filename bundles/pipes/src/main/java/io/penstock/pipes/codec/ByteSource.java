package io.penstock.pipes.codec;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Bytes being read; whatever does not fit in what is there is CORRUPT, before anything is allocated for it. One owner. */
public final class ByteSource {
    private final ByteBuffer bytes;

    /** Reads from a view of the buffer; the buffer itself is not moved. */
    public ByteSource(ByteBuffer bytes) {
        this.bytes = bytes.slice();
    }

    static PenstockException corrupt(String what) {
        return new PenstockException(ErrorKind.CORRUPT, "pipes.event-corrupt", "not an encoded event: " + what);
    }

    /** How many bytes are left. */
    public int remaining() {
        return bytes.remaining();
    }

    private void need(int count) {
        if (bytes.remaining() < count) {
            throw corrupt("ends " + (count - bytes.remaining()) + " bytes too early");
        }
    }

    /** One byte. */
    public int u8() {
        need(1);
        return bytes.get() & 0xFF;
    }

    /** Eight bytes. */
    public long u64() {
        need(8);
        return bytes.getLong();
    }

    /** An unsigned number. */
    public long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = u8();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw corrupt("a number of more than ten bytes");
    }

    /** A signed number. */
    public long zigzag() {
        long value = varint();
        return value >>> 1 ^ -(value & 1);
    }

    /** A number that counts things of at least one byte each. */
    public int count() {
        long count = varint();
        if (count < 0 || count > bytes.remaining()) {
            throw corrupt("says " + Long.toUnsignedString(count) + " where " + bytes.remaining() + " bytes are left");
        }
        return (int) count;
    }

    /** A signed number of 32 bits. */
    public int int32() {
        long value = zigzag();
        if (value != (int) value) {
            throw corrupt("the number " + value + " does not fit 32 bits");
        }
        return (int) value;
    }

    /** A length and bytes. */
    public byte[] block() {
        byte[] block = new byte[count()];
        bytes.get(block);
        return block;
    }

    /** A length and UTF-8. */
    public String text() {
        int length = count();
        if (bytes.hasArray()) {
            String text = new String(bytes.array(), bytes.arrayOffset() + bytes.position(), length,
                    StandardCharsets.UTF_8);
            bytes.position(bytes.position() + length);
            return text;
        }
        byte[] block = new byte[length];
        bytes.get(block);
        return new String(block, StandardCharsets.UTF_8);
    }
}
