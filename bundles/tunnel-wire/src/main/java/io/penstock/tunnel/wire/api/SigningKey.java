package io.penstock.tunnel.wire.api;

import io.penstock.core.value.Secret;
import java.security.SecureRandom;

/** An Ed25519 key pair. Prints its id only. Immutable. */
public final class SigningKey {
    private SigningKey() {
    }

    /** Makes a new one. */
    public static SigningKey generate(SecureRandom random) {
        throw new UnsupportedOperationException();
    }

    /**
     * Reads the private half.
     *
     * @param text base64 (or base64url) of the 32-byte seed or of PKCS #8
     * @throws io.penstock.core.error.PenstockException INVALID {@code tunnel.key}; its message does not hold the key
     */
    public static SigningKey of(Secret text) {
        throw new UnsupportedOperationException();
    }

    /** base64 of the 32-byte seed. */
    public Secret text() {
        throw new UnsupportedOperationException();
    }

    /** The other half. */
    public VerifyingKey verifying() {
        throw new UnsupportedOperationException();
    }

    /** 64 bytes. */
    public byte[] sign(byte[] content) {
        throw new UnsupportedOperationException();
    }
}
