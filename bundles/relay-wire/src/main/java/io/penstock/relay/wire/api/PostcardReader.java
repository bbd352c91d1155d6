package io.penstock.relay.wire.api;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Reads the postcard encoding, strictly: a varint longer than its type allows, a value beyond it, invalid UTF-8, and a
 * length beyond what is left are CORRUPT ({@code relay.frame}) and tell what and where. Nothing is allocated for a length
 * before it is checked. Encodings that are longer than need be but within the type are taken, as postcard says. One thread.
 */
public final class PostcardReader {
    private final byte[] bytes;
    private final int start;
    private final int end;
    private int at;

    /** Reads what is left of the buffer, whose position does not move; it must not change meanwhile. */
    public PostcardReader(ByteBuffer buffer) {
        if (buffer.hasArray()) {
            bytes = buffer.array();
            start = buffer.arrayOffset() + buffer.position();
        } else {
            bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            start = 0;
        }
        at = start;
        end = start + buffer.remaining();
    }

    private PostcardReader(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        start = from;
        at = from;
        end = to;
    }

    /** What is left, as a body of its own, read by another. */
    PostcardReader rest() {
        return new PostcardReader(bytes, at, end);
    }

    /** The checksum of what is left. */
    long crc32c() {
        CRC32C crc = new CRC32C();
        crc.update(bytes, at, end - at);
        return crc.getValue();
    }

    /** One byte, 0 to 255. */
    public int u8() {
        need(1);
        return bytes[at++] & 0xFF;
    }

    /** A bool, or the tag of an option: 0 or 1, nothing else. */
    public boolean bool() {
        int value = u8();
        if (value > 1) {
            throw corrupt("a bool of " + value + "; 0 or 1 was expected");
        }
        return value == 1;
    }

    /** A u16. */
    public int varint16() {
        return (int) narrow(3, 0xFFFFL);
    }

    /** A u32, as a signed number of 64 bits. */
    public long varint32() {
        return narrow(5, 0xFFFF_FFFFL);
    }

    /** A u32 that must not exceed {@code limit}. */
    public int atMost(int limit, String what) {
        long value = varint32();
        if (value > limit) {
            throw corrupt(what + ": " + value + "; at most " + limit + " was expected");
        }
        return (int) value;
    }

    /** A u64: all 64 bits. */
    public long varint() {
        if (at < end && bytes[at] >= 0) {
            return bytes[at++];
        }
        return longVarint();
    }

    private long longVarint() {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int next = u8();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        int last = u8();
        if (last > 1) {
            throw corrupt("a varint beyond 64 bits");
        }
        return value | (long) last << 63;
    }

    /** An i64. */
    public long zigzag() {
        long value = varint();
        return (value >>> 1) ^ -(value & 1);
    }

    /** An i32. */
    public int zigzag32() {
        long value = varint32();
        return (int) ((value >>> 1) ^ -(value & 1));
    }

    /** The bits of an f64. */
    public long f64() {
        return littleEnd(Long.BYTES);
    }

    /** An unsigned number of {@code count} bytes, little end first. */
    public long littleEnd(int count) {
        need(count);
        long value = 0;
        for (int i = count - 1; i >= 0; i--) {
            value = value << 8 | bytes[at + i] & 0xFF;
        }
        at += count;
        return value;
    }

    /** Eight bytes, big end first. */
    public long raw64() {
        return Long.reverseBytes(littleEnd(Long.BYTES));
    }

    /** So many bytes. */
    public byte[] raw(int count) {
        need(count);
        byte[] content = new byte[count];
        System.arraycopy(bytes, at, content, 0, count);
        at += count;
        return content;
    }

    /** Bytes behind their length, at most {@code limit}. */
    public byte[] bytes(int limit) {
        return raw(count(1, limit, "bytes"));
    }

    /** A text behind its length, at most {@code limit} bytes of UTF-8. */
    public String text(int limit) {
        int length = count(1, limit, "text");
        int from = at;
        at += length;
        for (int i = from; i < at; i++) {
            if (bytes[i] < 0) {
                return decode(from, length);
            }
        }
        return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    }

    private String decode(int from, int length) {
        try {
            return StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT).decode(ByteBuffer.wrap(bytes, from, length)).toString();
        } catch (CharacterCodingException e) {
            throw corrupt("a text of " + length + " bytes that is not UTF-8");
        }
    }

    /** A text of chars, two bytes each, at most {@code limit} bytes. */
    public String text16(int limit) {
        char[] text = new char[count(2, limit / 2, "text")];
        for (int i = 0; i < text.length; i++) {
            text[i] = (char) ((bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF);
            at += 2;
        }
        return new String(text);
    }

    /**
     * The count of a sequence whose items take at least {@code itemBytes} each: refused beyond {@code limit} and beyond
     * what is left.
     */
    public int count(int itemBytes, int limit, String what) {
        long count = varint();
        if (count < 0 || count > limit) {
            throw corrupt(what + ": " + Long.toUnsignedString(count) + "; at most " + limit + " was expected");
        }
        if (count * itemBytes > end - at) {
            throw corrupt(what + ": " + count + " declared, but only " + (end - at) + " bytes are left");
        }
        return (int) count;
    }

    /** How many bytes are left. */
    public int remaining() {
        return end - at;
    }

    /** Says that nothing may follow. */
    public void end() {
        if (at < end) {
            throw corrupt((end - at) + " bytes too many");
        }
    }

    /** An error that says what is wrong at this place. */
    public PenstockException corrupt(String what) {
        return malformed(what + ", at byte " + (at - start) + " of " + (end - start));
    }

    static PenstockException malformed(String what) {
        return new PenstockException(ErrorKind.CORRUPT, RelayProtocol.MALFORMED, what);
    }

    private long narrow(int maxBytes, long max) {
        long value = 0;
        for (int i = 0; i < maxBytes; i++) {
            int next = u8();
            value |= (long) (next & 0x7F) << 7 * i;
            if (next < 0x80) {
                if (value > max) {
                    throw corrupt("a varint of " + value + "; at most " + max + " was expected");
                }
                return value;
            }
        }
        throw corrupt("a varint of more than " + maxBytes + " bytes");
    }

    private void need(int count) {
        if (count > end - at) {
            throw corrupt("the end; " + count + " bytes more were expected");
        }
    }
}
