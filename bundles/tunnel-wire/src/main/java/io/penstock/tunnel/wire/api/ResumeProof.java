package io.penstock.tunnel.wire.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Shows that an end has the secret of a session, on this very connection.
 *
 * <pre>
 * resume.mac  = HMAC-SHA256(secret, "penstock-tunnel/1 resume"  00 | what the proof signs | received, 64 bit)
 * resumed.mac = HMAC-SHA256(secret, "penstock-tunnel/1 resumed" 00 | what the proof signs | received, 64 bit)
 * </pre>
 */
final class ResumeProof {
    private static final byte[] RESUME = "penstock-tunnel/1 resume\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RESUMED = "penstock-tunnel/1 resumed\0".getBytes(StandardCharsets.US_ASCII);

    private ResumeProof() {
    }

    static Octets ofDialler(ResumeToken token, byte[] transcript, long received) {
        return mac(token, RESUME, transcript, received);
    }

    static Octets ofGateway(ResumeToken token, byte[] transcript, long received) {
        return mac(token, RESUMED, transcript, received);
    }

    private static Octets mac(ResumeToken token, byte[] who, byte[] transcript, long received) {
        byte[] offset = ByteBuffer.allocate(Long.BYTES).putLong(received).array();
        return Octets.wrap(Digests.hmacSha256(token.secret().shared(), who, transcript, offset));
    }
}
