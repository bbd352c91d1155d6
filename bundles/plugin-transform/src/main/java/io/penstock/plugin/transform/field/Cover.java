package io.penstock.plugin.transform.field;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.value.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What stands in the place of a hidden text. */
@FunctionalInterface
interface Cover {
    /** 128 bits: enough to tell values apart, and no more of the hash than that. */
    int HASH_BYTES = 16;

    /** The cover of a text. */
    String over(String text);

    /** The cover the options ask for. One thread. */
    static Cover of(RedactPlugin.Settings options) {
        return switch (options.action()) {
            case MASK, REMOVE -> text -> options.mask();
            case HASH -> options.hashKey().map(Cover::keyed).orElseGet(Cover::plain);
        };
    }

    private static Cover plain() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return text -> hex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static Cover keyed(Secret key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return text -> hex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new PenstockException(ErrorKind.INVALID, "redact.hash-key", "the option \"hash-key\" is no key", e);
        }
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash, 0, HASH_BYTES);
    }
}
