package io.penstock.itest;

import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/** SHA-256 of what is written to it. Written by one thread; {@link #bytes} may be asked by others. */
final class Checksum extends OutputStream {
    private final MessageDigest digest;
    private final AtomicLong bytes = new AtomicLong();

    Checksum() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void write(int value) {
        digest.update((byte) value);
        bytes.incrementAndGet();
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        digest.update(from, offset, length);
        bytes.addAndGet(length);
    }

    /** How many were written so far. */
    long bytes() {
        return bytes.get();
    }

    /** Of all that was written; ends it. */
    String value() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
