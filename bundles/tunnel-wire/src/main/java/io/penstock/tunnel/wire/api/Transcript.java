package io.penstock.tunnel.wire.api;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * What a dialler signs. The certificate binds the proof to the TLS connection, as {@code tls-server-end-point} does: whoever
 * sits in between shows another one. The nonces are in the messages, so nothing can be replayed; so are the versions, so
 * nothing can be talked down.
 *
 * <pre>
 * "penstock-tunnel/1 proof" 00 | SHA-256(hello) | SHA-256(challenge) | SHA-256(gateway's leaf certificate, DER)
 * </pre>
 */
final class Transcript {
    private static final byte[] PROOF = "penstock-tunnel/1 proof\0".getBytes(StandardCharsets.US_ASCII);

    private Transcript() {
    }

    static byte[] of(Octets hello, Octets challenge, Octets certificate) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(PROOF.length + 3 * 32);
        bytes.writeBytes(PROOF);
        bytes.writeBytes(Digests.sha256(hello.shared()));
        bytes.writeBytes(Digests.sha256(challenge.shared()));
        bytes.writeBytes(Digests.sha256(certificate.shared()));
        return bytes.toByteArray();
    }
}
