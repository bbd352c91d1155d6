package io.penstock.relay.wire.api;

import io.penstock.core.error.PenstockException;
import io.penstock.core.value.Utf8Text;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes the postcard encoding (wire format 1.0) into a growing array: integers as LEB128 varints, signed ones zigzagged,
 * floats as 8 bytes little end first, texts as length and UTF-8. One thread.
 */
public final class PostcardWriter {
    /** The most bytes one varint takes. */
    public static final int MAX_VARINT_BYTES = 10;

    private static final int MAX_BYTES = Integer.MAX_VALUE - 16;

    private byte[] bytes;
    private int size;

    /** An empty writer with room for {@code capacity} bytes. */
    public PostcardWriter(int capacity) {
        bytes = new byte[Math.max(16, capacity)];
    }

    /** One byte. */
    public PostcardWriter u8(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
        return this;
    }

    /** A bool: one byte, 0 or 1; also the tag of an option. */
    public PostcardWriter bool(boolean value) {
        return u8(value ? 1 : 0);
    }

    /** An unsigned number of any width, all 64 bits of it. */
    public PostcardWriter varint(long value) {
        ensure(MAX_VARINT_BYTES);
        long rest = value;
        int at = size;
        while ((rest & ~0x7FL) != 0) {
            bytes[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[at++] = (byte) rest;
        size = at;
        return this;
    }

    /** A signed number of any width. */
    public PostcardWriter zigzag(long value) {
        return varint((value << 1) ^ (value >> 63));
    }

    /** A float by its bits, 8 bytes, little end first. */
    public PostcardWriter f64(long bits) {
        return littleEnd(bits, Long.BYTES);
    }

    /** The low {@code count} bytes, little end first, no length. */
    public PostcardWriter littleEnd(long value, int count) {
        ensure(count);
        long rest = value;
        for (int i = 0; i < count; i++) {
            bytes[size++] = (byte) rest;
            rest >>>= 8;
        }
        return this;
    }

    /** All 8 bytes, big end first, no length: the way identities are written. */
    public PostcardWriter raw64(long value) {
        return littleEnd(Long.reverseBytes(value), Long.BYTES);
    }

    /** Bytes without a length. */
    public PostcardWriter raw(byte[] content, int from, int count) {
        ensure(count);
        System.arraycopy(content, from, bytes, size, count);
        size += count;
        return this;
    }

    /** Everything another writer holds, without a length. */
    public PostcardWriter raw(PostcardWriter other) {
        return raw(other.bytes, 0, other.size);
    }

    /** Bytes behind their length. */
    public PostcardWriter bytes(byte[] content) {
        return varint(content.length).raw(content, 0, content.length);
    }

    /** A text as length and UTF-8; one with lone surrogates, which UTF-8 cannot hold, is INVALID. */
    public PostcardWriter text(String text) {
        if (!isAscii(text)) {
            return bytes(strict(text));
        }
        int length = text.length();
        varint(length).ensure(length);
        for (int i = 0; i < length; i++) {
            bytes[size++] = (byte) text.charAt(i);
        }
        return this;
    }

    /** A text as its length in chars and its chars, two bytes each, big end first: for what {@link #text} refuses. */
    public PostcardWriter text16(String text) {
        int length = text.length();
        varint(length).ensure(2 * length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            bytes[size++] = (byte) (c >>> 8);
            bytes[size++] = (byte) c;
        }
        return this;
    }

    /** How many bytes were written. */
    public int size() {
        return size;
    }

    /** Forgets what was written behind the first {@code length} bytes. */
    public void truncate(int length) {
        if (length < 0 || length > size) {
            throw new IllegalArgumentException("there are " + size + " bytes, not " + length);
        }
        size = length;
    }

    /** A copy of what was written, to be read. */
    public ByteBuffer toBuffer() {
        return ByteBuffer.wrap(Arrays.copyOf(bytes, size));
    }

    /** The array behind, valid to {@link #size} and until the next write: for checksums and compression. */
    byte[] array() {
        return bytes;
    }

    /** Writes four bytes, big end first, over bytes written before. */
    void patch32(int at, int value) {
        bytes[at] = (byte) (value >>> 24);
        bytes[at + 1] = (byte) (value >>> 16);
        bytes[at + 2] = (byte) (value >>> 8);
        bytes[at + 3] = (byte) value;
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static byte[] strict(String text) {
        if (!Utf8Text.isUnicode(text)) {
            throw RelayProtocol.unfit("a text of " + text.length()
                    + " chars has half a surrogate pair, which UTF-8 cannot hold");
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            grow(more);
        }
    }

    private void grow(int more) {
        long wanted = (long) size + more;
        if (wanted > MAX_BYTES) {
            throw PenstockException.invalid(RelayProtocol.UNFIT, "more than " + MAX_BYTES + " bytes in one frame");
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_BYTES, Math.max(wanted, 2L * bytes.length)));
    }
}
