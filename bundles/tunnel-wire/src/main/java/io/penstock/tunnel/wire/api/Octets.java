package io.penstock.tunnel.wire.api;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;

/** Some bytes as a value. Prints their number only: they may be a signature or a nonce. Immutable. */
public final class Octets {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final byte[] bytes;

    private Octets(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Copies. */
    public static Octets of(byte[] bytes) {
        return new Octets(bytes.clone());
    }

    /** Shares: the caller writes to {@code bytes} no more. */
    static Octets wrap(byte[] bytes) {
        return new Octets(bytes);
    }

    /** Reads base64url, with padding or without; IllegalArgumentException when it is none. */
    public static Octets ofBase64Url(String text) {
        return new Octets(Base64.getUrlDecoder().decode(text));
    }

    /** A copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Not to be written to. */
    byte[] shared() {
        return bytes;
    }

    /** How many bytes. */
    public int length() {
        return bytes.length;
    }

    /** base64url without padding. */
    public String base64Url() {
        return ENCODER.encodeToString(bytes);
    }

    /** Compares in constant time. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Octets octets && MessageDigest.isEqual(bytes, octets.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
