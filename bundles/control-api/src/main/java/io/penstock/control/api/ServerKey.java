package io.penstock.control.api;

import java.util.Base64;

/**
 * A public key that signs what agents are told.
 *
 * @param kid the first 16 hexadecimal digits of the SHA-256 of the raw key
 * @param key Ed25519, base64 of the raw 32 bytes
 */
public record ServerKey(String kid, String key) {
    private static final int KID_DIGITS = 16;

    public ServerKey {
        TextRule.KID.checked(kid, "kid");
        TextRule.PUBLIC_KEY.checked(key, "key");
        if (!Digests.sha256(Base64.getDecoder().decode(key)).startsWith(kid)) {
            throw Given.wrong("kid", "the first 16 digits of the key's SHA-256", kid);
        }
    }

    /** Names a key: the first 16 hexadecimal digits of the SHA-256 of its 32 bytes. */
    public static ServerKey of(byte[] raw) {
        return new ServerKey(Digests.sha256(raw).substring(0, KID_DIGITS), Base64.getEncoder().encodeToString(raw));
    }

    /** Whether the body was signed, as what {@code type} says, by the owner of this key. Never throws for what is in it. */
    public boolean verifies(String type, Signed signed) {
        return signed.kid().equals(kid) && Digests.verifies(Base64.getDecoder().decode(key), signed.signedBytes(type),
                Base64.getDecoder().decode(signed.signature()));
    }
}
