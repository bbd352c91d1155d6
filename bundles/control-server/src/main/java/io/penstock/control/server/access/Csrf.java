package io.penstock.control.server.access;

import io.penstock.control.api.TokenText;
import io.penstock.control.server.store.MasterKey;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** What a browser's session must repeat in a header, which another site's page cannot read. Immutable. */
final class Csrf {
    private static final int CHARACTERS = 32;

    private final byte[] key;

    Csrf(MasterKey master) {
        this.key = master.derive(MasterKey.CSRF);
    }

    String of(String sessionId) {
        BigInteger number = new BigInteger(1, MasterKey.hmac(key, sessionId.getBytes(StandardCharsets.US_ASCII)));
        BigInteger base = BigInteger.valueOf(TokenText.BASE62.length());
        StringBuilder text = new StringBuilder(CHARACTERS);
        while (text.length() < CHARACTERS) {
            BigInteger[] parts = number.divideAndRemainder(base);
            text.append(TokenText.BASE62.charAt(parts[1].intValue()));
            number = parts[0];
        }
        return text.toString();
    }

    boolean matches(String sessionId, Optional<String> shown) {
        return shown.filter(text -> MessageDigest.isEqual(text.getBytes(StandardCharsets.UTF_8),
                of(sessionId).getBytes(StandardCharsets.UTF_8))).isPresent();
    }
}
