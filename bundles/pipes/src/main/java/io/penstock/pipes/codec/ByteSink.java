package io.penstock.pipes.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes in the making. One owner. */
public final class ByteSink {
    private byte[] bytes;
    private int size;

    /** @param expected how many bytes it will be, roughly */
    public ByteSink(int expected) {
        this.bytes = new byte[Math.max(64, expected)];
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), bytes.length + (bytes.length >> 1)));
        }
    }

    /** One byte. */
    public void u8(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    /** Eight bytes, big end first. */
    public void u64(long value) {
        room(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >>> shift);
        }
    }

    /** An unsigned number, seven bits a byte, the low ones first. */
    public void varint(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /** A signed number: small ones of either sign are short. */
    public void zigzag(long value) {
        varint(value << 1 ^ value >> 63);
    }

    /** A length and bytes. */
    public void block(byte[] block) {
        varint(block.length);
        room(block.length);
        System.arraycopy(block, 0, bytes, size, block.length);
        size += block.length;
    }

    /** A length and UTF-8. */
    public void text(String text) {
        block(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What was written, not copied: the sink is of no use afterwards. */
    public ByteBuffer toBuffer() {
        return ByteBuffer.wrap(bytes, 0, size);
    }

    /** What was written, copied. */
    public byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }
}
