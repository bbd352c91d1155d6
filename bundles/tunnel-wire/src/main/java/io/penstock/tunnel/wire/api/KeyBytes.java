package io.penstock.tunnel.wire.api;

import io.penstock.core.error.PenstockException;
import java.util.Base64;

/** Keys as text: base64 in both alphabets, with white space and padding or without. */
final class KeyBytes {
    private KeyBytes() {
    }

    /** The error does not hold the text: it may be a secret. */
    static byte[] of(String text) {
        String plain = text.strip().replaceAll("\\s+", "").replace('-', '+').replace('_', '/');
        try {
            return Base64.getDecoder().decode(plain);
        } catch (IllegalArgumentException e) {
            throw PenstockException.invalid("tunnel.key", "a key is base64, and this is none: it has " + text.length()
                    + " characters");
        }
    }
}
