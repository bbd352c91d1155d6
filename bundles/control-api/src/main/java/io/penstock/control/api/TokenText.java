package io.penstock.control.api;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.value.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * How a token is written, so that a typing error is told from a wrong token without looking anything up, and so that a
 * lost one can be found in texts.
 *
 * <pre>
 * pst_ag_7Hq2LwZr9TbXc4Vn_&lt;secret: 43&gt;&lt;crc: 6&gt;
 *     |  id: 16, no secret          CRC-32 of all before it, base 62, most significant first
 *     kind
 * </pre>
 *
 * @param id names the credential
 * @param secret 43 characters of base 62: 256 bits
 */
public record TokenText(CredentialKind kind, String id, Secret secret) {
    /** The digits of base 62, in order. */
    public static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    /** How long an id is. */
    public static final int ID_CHARACTERS = 16;
    /** How long a secret is. */
    public static final int SECRET_CHARACTERS = 43;
    private static final int CRC_CHARACTERS = 6;
    private static final Pattern ID = Pattern.compile("[0-9A-Za-z]{16}");
    private static final Pattern SECRET = Pattern.compile("[0-9A-Za-z]{43}");
    private static final Pattern TOKEN = Pattern.compile("pst_([a-z]{2})_([0-9A-Za-z]{16})_([0-9A-Za-z]{43})([0-9A-Za-z]{6})");

    public TokenText {
        Given.required(kind, "kind");
        if (!ID.matcher(id).matches() || !SECRET.matcher(secret.reveal()).matches()) {
            throw new PenstockException(ErrorKind.BUG, "access.token",
                    "a token's id has 16 and its secret 43 characters of base 62");
        }
    }

    /** Reads a token; empty for whatever else, a wrong check included. Says nothing of whether it is valid. */
    public static Optional<TokenText> parse(String text) {
        Matcher parts = TOKEN.matcher(text);
        if (!parts.matches() || !crc(text.substring(0, text.length() - CRC_CHARACTERS)).equals(parts.group(4))) {
            return Optional.empty();
        }
        return CredentialKind.of(parts.group(1)).map(kind -> new TokenText(kind, parts.group(2), Secret.of(parts.group(3))));
    }

    static boolean hasForm(Secret token) {
        return TOKEN.matcher(token.reveal()).matches();
    }

    /** The whole token. */
    public Secret text() {
        String head = "pst_" + kind.text() + "_" + id + "_" + secret.reveal();
        return Secret.of(head + crc(head));
    }

    /** What people may see of the secret to tell tokens apart. */
    public String last4() {
        return secret.reveal().substring(SECRET_CHARACTERS - 4);
    }

    private static String crc(String head) {
        CRC32 sum = new CRC32();
        sum.update(head.getBytes(StandardCharsets.US_ASCII));
        long rest = sum.getValue();
        char[] digits = new char[CRC_CHARACTERS];
        for (int i = CRC_CHARACTERS - 1; i >= 0; i--) {
            digits[i] = BASE62.charAt((int) (rest % BASE62.length()));
            rest /= BASE62.length();
        }
        return new String(digits);
    }
}
