package io.penstock.control.api;

import java.nio.charset.StandardCharsets;

/**
 * A body as text, and a signature over exactly its bytes: nobody has to agree on how JSON is written.
 *
 * <pre>
 * signed = "penstock-control/1" NUL type NUL UTF-8(body)
 * </pre>
 *
 * @param body JSON: {@link Manifest}, {@link SettingsBody}, {@link CommandBody} or {@link KeysBody}
 * @param kid names the key
 * @param signature Ed25519, base64
 */
public record Signed(String body, String kid, String signature) {
    /** The most characters a body may have. */
    public static final int MAX_BODY = 1_048_576;
    private static final String PREFIX = "penstock-control/1\0";

    public Signed {
        Given.text(body, "body", 2, MAX_BODY);
        TextRule.KID.checked(kid, "kid");
        TextRule.SIGNATURE.checked(signature, "signature");
    }

    /** What is signed when {@code body} is signed as {@code type}, such as {@link Manifest#TYPE}. */
    public static byte[] signedBytes(String type, String body) {
        return (PREFIX + type + "\0" + body).getBytes(StandardCharsets.UTF_8);
    }

    /** What must have been signed for this to be a {@code type}. */
    public byte[] signedBytes(String type) {
        return signedBytes(type, body);
    }

    /** What an agent that holds this tells as known: lower hexadecimal SHA-256 of the body's UTF-8 bytes. */
    public String hash() {
        return hash(body);
    }

    /** The hash of a body. */
    public static String hash(String body) {
        return Digests.sha256(body.getBytes(StandardCharsets.UTF_8));
    }
}
