package io.penstock.plugin.telemetry.push;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes protocol buffers: fields in the order they are given, each a varint of {@code number << 3 | type} and its value.
 * Two messages of a dozen fields are all there is to write, too little for a generator and its library. One thread.
 */
public final class ProtoWriter {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int MAX_VARINT_BYTES = 10;

    private byte[] bytes = new byte[64];
    private int size;

    /** A whole number as a varint; a negative one takes ten bytes. */
    public ProtoWriter varint(int field, long value) {
        key(field, VARINT);
        raw(value);
        return this;
    }

    /** Eight bytes, the lowest first: fixed64, sfixed64, and a double's bits. */
    public ProtoWriter fixed64(int field, long value) {
        key(field, FIXED64);
        room(Long.BYTES);
        for (int i = 0; i < Long.SIZE; i += Byte.SIZE) {
            bytes[size++] = (byte) (value >>> i);
        }
        return this;
    }

    /** A text. */
    public ProtoWriter text(int field, String text) {
        return bytes(field, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes. */
    public ProtoWriter bytes(int field, byte[] value) {
        return bytes(field, value, value.length);
    }

    /** A message in this one. */
    public ProtoWriter message(int field, ProtoWriter inner) {
        return bytes(field, inner.bytes, inner.size);
    }

    private ProtoWriter bytes(int field, byte[] value, int length) {
        key(field, BYTES);
        raw(length);
        room(length);
        System.arraycopy(value, 0, bytes, size, length);
        size += length;
        return this;
    }

    private void key(int field, int type) {
        raw((long) field << 3 | type);
    }

    private void raw(long value) {
        room(MAX_VARINT_BYTES);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }

    /** What was written. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }
}
