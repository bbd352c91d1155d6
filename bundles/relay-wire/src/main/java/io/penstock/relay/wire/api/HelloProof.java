package io.penstock.relay.wire.api;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Bytes;
import io.penstock.core.value.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Shows that a client knows a token without sending it: HMAC-SHA-256 keyed by the token's UTF-8 over
 * {@code "penstock relay 1\0" | SHA-256(Hello body) | SHA-256(Challenge body)}. Both nonces are inside, so neither a Hello
 * nor a Proof can be replayed. Stateless, thread-safe.
 */
public final class HelloProof {
    private static final byte[] CONTEXT = "penstock relay 1\0".getBytes(StandardCharsets.US_ASCII);

    private HelloProof() {
    }

    /**
     * The mac of a token.
     *
     * @param token an empty one is INVALID ({@code relay.token})
     * @param helloBody the body of the Hello's frame as it travelled; see {@link MessageCodec#body}
     * @param challengeBody the body of the Challenge's frame
     */
    public static Bytes mac(Secret token, ByteBuffer helloBody, ByteBuffer challengeBody) {
        byte[] key = token.reveal().getBytes(StandardCharsets.UTF_8);
        if (key.length == 0) {
            throw PenstockException.invalid("relay.token", "the token is empty; without one, send no proof of it");
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(CONTEXT);
            mac.update(sha256(helloBody));
            mac.update(sha256(challengeBody));
            return Bytes.of(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA-256", e);
        }
    }

    /** Whether a Proof's mac is the token's; takes the same time whatever differs. */
    public static boolean matches(Bytes mac, Secret token, ByteBuffer helloBody, ByteBuffer challengeBody) {
        return MessageDigest.isEqual(mac(token, helloBody, challengeBody).toArray(), mac.toArray());
    }

    private static byte[] sha256(ByteBuffer bytes) throws GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(bytes.duplicate());
        return digest.digest();
    }
}
