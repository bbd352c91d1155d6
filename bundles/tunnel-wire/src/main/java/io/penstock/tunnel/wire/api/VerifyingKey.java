package io.penstock.tunnel.wire.api;

/** The public half of an Ed25519 key pair. Immutable. */
public final class VerifyingKey {
    private VerifyingKey() {
    }

    /**
     * Reads a key.
     *
     * @param text base64 (or base64url) of the raw 32 bytes
     * @throws io.penstock.core.error.PenstockException INVALID {@code tunnel.key}
     */
    public static VerifyingKey of(String text) {
        throw new UnsupportedOperationException();
    }

    /** The first 16 hex digits of the raw key's SHA-256: names a key in {@link Message.Proof}, logs and lists. */
    public String id() {
        throw new UnsupportedOperationException();
    }

    /** base64 of the raw 32 bytes. */
    public String text() {
        throw new UnsupportedOperationException();
    }

    /** Whether its private half signed {@code content}; never throws for what a peer sends. */
    public boolean verifies(byte[] content, byte[] signature) {
        throw new UnsupportedOperationException();
    }
}
