package io.penstock.tunnel.wire.api;

import io.penstock.core.error.PenstockException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** The fingerprint of a public key: SHA-256 of the certificate's SubjectPublicKeyInfo. Immutable. */
public record Pin(Octets sha256) {
    private static final String PREFIX = "sha256:";
    private static final int BYTES = 32;

    /**
     * Reads {@code sha256:<base64>}.
     *
     * @throws PenstockException INVALID {@code tunnel.pin}
     */
    public static Pin of(String text) {
        if (text.startsWith(PREFIX)) {
            byte[] bytes = decoded(text.substring(PREFIX.length()));
            if (bytes.length == BYTES) {
                return new Pin(Octets.of(bytes));
            }
        }
        throw PenstockException.invalid("tunnel.pin", "\"" + text + "\" is no pin: expected " + PREFIX
                + " and base64 of the SHA-256 of the gateway's public key, as the gateway prints it");
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** The pin of a certificate. */
    public static Pin of(X509Certificate certificate) {
        return new Pin(Octets.wrap(Digests.sha256(certificate.getPublicKey().getEncoded())));
    }

    /** {@code sha256:<base64>}. */
    @Override
    public String toString() {
        return PREFIX + Base64.getEncoder().encodeToString(sha256.shared());
    }
}
