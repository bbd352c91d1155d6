package io.penstock.tunnel.wire.api;

import io.penstock.core.error.PenstockException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** The public half of an Ed25519 key pair. Immutable. */
public final class VerifyingKey {
    static final int RAW_BYTES = 32;
    /** RFC 8410: SEQUENCE { SEQUENCE { OID 1.3.101.112 }, BIT STRING of 32 bytes }, up to those bytes. */
    private static final byte[] SPKI_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final int ID_BYTES = 8;

    private final PublicKey key;
    private final byte[] raw;
    private final String id;

    private VerifyingKey(byte[] raw) throws GeneralSecurityException {
        byte[] encoded = Arrays.copyOf(SPKI_HEAD, SPKI_HEAD.length + RAW_BYTES);
        System.arraycopy(raw, 0, encoded, SPKI_HEAD.length, RAW_BYTES);
        this.key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        this.raw = raw.clone();
        this.id = HexFormat.of().formatHex(Digests.sha256(raw), 0, ID_BYTES);
    }

    /**
     * Reads a key.
     *
     * @param text base64 (or base64url) of the raw 32 bytes
     * @throws PenstockException INVALID {@code tunnel.key}
     */
    public static VerifyingKey of(String text) {
        byte[] raw = KeyBytes.of(text);
        if (raw.length != RAW_BYTES) {
            throw PenstockException.invalid("tunnel.key", "\"" + text + "\" is no public key: it holds " + raw.length
                    + " bytes, and an Ed25519 key has " + RAW_BYTES);
        }
        return ofRaw(raw);
    }

    static VerifyingKey ofRaw(byte[] raw) {
        try {
            VerifyingKey key = new VerifyingKey(raw);
            key.verifier();
            return key;
        } catch (GeneralSecurityException e) {
            throw PenstockException.invalid("tunnel.key", "these 32 bytes are no Ed25519 public key: "
                    + Base64.getEncoder().encodeToString(raw));
        }
    }

    private Signature verifier() throws GeneralSecurityException {
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(key);
        return verifier;
    }

    /** The first 16 hex digits of the raw key's SHA-256: names a key in {@link Message.Proof}, logs and lists. */
    public String id() {
        return id;
    }

    /** base64 of the raw 32 bytes. */
    public String text() {
        return Base64.getEncoder().encodeToString(raw);
    }

    /** Whether its private half signed {@code content}; never throws for what a peer sends. */
    public boolean verifies(byte[] content, byte[] signature) {
        try {
            Signature verifier = verifier();
            verifier.update(content);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifyingKey that && Arrays.equals(raw, that.raw);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(raw);
    }

    @Override
    public String toString() {
        return id;
    }
}
