package io.penstock.tunnel.wire.api;

import java.security.cert.X509Certificate;

/** The fingerprint of a public key: SHA-256 of the certificate's SubjectPublicKeyInfo. Immutable. */
public record Pin(Octets sha256) {
    /**
     * Reads {@code sha256:<base64>}.
     *
     * @throws io.penstock.core.error.PenstockException INVALID {@code tunnel.pin}
     */
    public static Pin of(String text) {
        throw new UnsupportedOperationException();
    }

    /** The pin of a certificate. */
    public static Pin of(X509Certificate certificate) {
        throw new UnsupportedOperationException();
    }

    /** {@code sha256:<base64>}. */
    @Override
    public String toString() {
        throw new UnsupportedOperationException();
    }
}
