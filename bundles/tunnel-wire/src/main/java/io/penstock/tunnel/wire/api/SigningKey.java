package io.penstock.tunnel.wire.api;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.value.Secret;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/** An Ed25519 key pair. Prints its id only. Immutable. */
public final class SigningKey {
    private static final int SEED_BYTES = 32;

    private final PrivateKey key;
    private final byte[] seed;
    private final VerifyingKey verifying;

    private SigningKey(byte[] seed) throws GeneralSecurityException {
        KeyPair pair = pairOf(seed);
        byte[] spki = pair.getPublic().getEncoded();
        this.key = pair.getPrivate();
        this.seed = seed.clone();
        this.verifying = VerifyingKey.ofRaw(Arrays.copyOfRange(spki, spki.length - VerifyingKey.RAW_BYTES, spki.length));
    }

    /** Makes a new one. */
    public static SigningKey generate(SecureRandom random) {
        byte[] seed = new byte[SEED_BYTES];
        random.nextBytes(seed);
        return ofSeed(seed);
    }

    /**
     * Reads the private half.
     *
     * @param text base64 (or base64url) of the 32-byte seed or of PKCS #8
     * @throws PenstockException INVALID {@code tunnel.key}; its message does not hold the key
     */
    public static SigningKey of(Secret text) {
        byte[] bytes = KeyBytes.of(text.reveal());
        return ofSeed(bytes.length == SEED_BYTES ? bytes : seedOf(bytes));
    }

    private static byte[] seedOf(byte[] pkcs8) {
        try {
            PrivateKey key = KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            return ((EdECPrivateKey) key).getBytes().orElseThrow();
        } catch (GeneralSecurityException e) {
            throw PenstockException.invalid("tunnel.key", "a private key is base64 of an Ed25519 seed (32 bytes) or of"
                    + " PKCS #8, and these " + pkcs8.length + " bytes are neither");
        }
    }

    private static SigningKey ofSeed(byte[] seed) {
        try {
            SigningKey made = new SigningKey(seed);
            made.prove();
            return made;
        } catch (GeneralSecurityException e) {
            throw new PenstockException(ErrorKind.BUG, "tunnel.key", "this JDK has no Ed25519", e);
        }
    }

    /**
     * The JDK derives a public key in one place only: where it makes a pair, from 32 random bytes. Here they are the seed;
     * {@link #prove} finds out should a JDK ever do otherwise.
     */
    private static KeyPair pairOf(byte[] seed) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        generator.initialize(NamedParameterSpec.ED25519, new SeedAlone(seed));
        return generator.generateKeyPair();
    }

    private void prove() {
        byte[] kept = ((EdECPrivateKey) key).getBytes().orElseThrow();
        byte[] content = {1};
        if (!Arrays.equals(kept, seed) || !verifying.verifies(content, sign(content))) {
            throw new PenstockException(ErrorKind.BUG, "tunnel.key", "this JDK makes no key of a given seed");
        }
    }

    /** base64 of the 32-byte seed. */
    public Secret text() {
        return Secret.of(Base64.getEncoder().encodeToString(seed));
    }

    /** The other half. */
    public VerifyingKey verifying() {
        return verifying;
    }

    /** 64 bytes. */
    public byte[] sign(byte[] content) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(key);
            signer.update(content);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new PenstockException(ErrorKind.BUG, "tunnel.key", "cannot sign", e);
        }
    }

    @Override
    public String toString() {
        return verifying.id();
    }

    private static final class SeedAlone extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final byte[] seed;

        private SeedAlone(byte[] seed) {
            super(null, null);
            this.seed = seed.clone();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(seed, 0, bytes, 0, bytes.length);
        }
    }
}
