package io.penstock.core.event;

import java.util.Arrays;
import java.util.HexFormat;

/** A run of bytes as a value. Immutable: the array is copied in and out. */
public final class Bytes {
    private static final int SHOWN_BYTES = 32;

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /** A copy of the array. */
    public static Bytes of(byte... content) {
        return new Bytes(content.clone());
    }

    /** How many bytes. */
    public int length() {
        return content.length;
    }

    /** A copy of the content. */
    public byte[] toArray() {
        return content.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    /** Length and the first bytes in hexadecimal. */
    @Override
    public String toString() {
        return content.length + " bytes: "
                + HexFormat.of().formatHex(content, 0, Math.min(content.length, SHOWN_BYTES));
    }
}
