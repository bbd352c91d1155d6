package io.penstock.itest;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;

/**
 * A pair of keys as the JDK makes it, in the texts the settings want.
 *
 * @param privateKey base64 of PKCS #8
 * @param publicKey base64 of the raw key
 */
record TunnelKeys(String privateKey, String publicKey) {
    private static final int RAW_BYTES = 32;

    static TunnelKeys generate() throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        byte[] raw = Arrays.copyOfRange(encoded, encoded.length - RAW_BYTES, encoded.length);
        return new TunnelKeys(Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()),
                Base64.getEncoder().encodeToString(raw));
    }
}
