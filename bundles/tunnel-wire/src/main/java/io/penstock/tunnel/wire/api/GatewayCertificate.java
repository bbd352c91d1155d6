package io.penstock.tunnel.wire.api;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.net.Pem;
import io.penstock.core.time.Clock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** What a gateway shows: a certificate chain, leaf first, and its key. Immutable. */
public final class GatewayCertificate {
    private static final String CODE = "tunnel.certificate";
    private static final int PEM_LINE = 64;

    private final List<X509Certificate> chain;
    private final PrivateKey key;
    private final Octets leaf;

    private GatewayCertificate(List<X509Certificate> chain, PrivateKey key) throws GeneralSecurityException {
        this.chain = List.copyOf(chain);
        this.key = key;
        this.leaf = Octets.wrap(chain.get(0).getEncoded());
    }

    /**
     * Reads PEM files.
     *
     * @throws PenstockException INVALID {@code tunnel.certificate}
     */
    public static GatewayCertificate read(Path certificate, Path key) {
        try {
            List<X509Certificate> chain = Pem.certificates(certificate).stream().map(X509Certificate.class::cast).toList();
            GatewayCertificate read = new GatewayCertificate(chain, Pem.privateKey(key));
            if (!read.belongTogether()) {
                throw PenstockException.invalid(CODE, "the key in " + key + " is not that of the first certificate in "
                        + certificate);
            }
            return read;
        } catch (GeneralSecurityException | IOException e) {
            throw new PenstockException(ErrorKind.INVALID, CODE, "cannot use the certificate " + certificate + " with the key "
                    + key + ": " + PenstockException.describe(e), e);
        }
    }

    private boolean belongTogether() throws GeneralSecurityException {
        PublicKey shown = chain.get(0).getPublicKey();
        String algorithm = switch (shown.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "Ed25519";
        };
        byte[] content = leaf.shared();
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(key);
        signer.update(content);
        byte[] signature = signer.sign();
        signer.initVerify(shown);
        signer.update(content);
        return signer.verify(signature);
    }

    /**
     * Reads {@code certificate.pem} and {@code key.pem} of a folder, or makes them: self-signed, ECDSA P-256, valid for ten
     * years, the key for nobody else's eyes. Blocks on the disk.
     *
     * @param names host names and addresses it is for
     * @throws PenstockException INVALID or RETRY {@code tunnel.certificate}
     */
    public static GatewayCertificate selfSigned(Path folder, List<String> names, Clock clock, SecureRandom random) {
        Path certificate = folder.resolve("certificate.pem");
        Path key = folder.resolve("key.pem");
        if (!Files.exists(certificate)) {
            make(names, clock, random, certificate, key);
        }
        return read(certificate, key);
    }

    /** The certificate comes last: where it is, the key is, too. */
    private static void make(List<String> names, Clock clock, SecureRandom random, Path certificate, Path key) {
        try {
            Files.createDirectories(certificate.getParent());
            SelfSigned made = SelfSigned.make(names, clock.now(), random);
            PrivateFile.write(key, pem("PRIVATE KEY", made.pair().getPrivate().getEncoded()));
            PrivateFile.write(certificate, pem("CERTIFICATE", made.certificate().getEncoded()));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new PenstockException(ErrorKind.INVALID, CODE, "cannot make a certificate for " + names + ": "
                    + PenstockException.describe(e), e);
        } catch (IOException e) {
            throw PenstockException.retry(CODE, "cannot write the gateway's certificate to " + certificate.getParent() + ": "
                    + PenstockException.describe(e), e);
        }
    }

    /**
     * Makes a self-signed one as {@link #selfSigned} does, to be kept by the caller: the private key is in it.
     *
     * @throws PenstockException INVALID {@code tunnel.certificate}: these cannot be names
     */
    public static byte[] make(List<String> names, Clock clock, SecureRandom random) {
        try {
            SelfSigned made = SelfSigned.make(names, clock.now(), random);
            Base64.Encoder base64 = Base64.getEncoder();
            return (base64.encodeToString(made.pair().getPrivate().getEncoded()) + "\n"
                    + base64.encodeToString(made.certificate().getEncoded())).getBytes(StandardCharsets.US_ASCII);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new PenstockException(ErrorKind.INVALID, CODE, "cannot make a certificate for " + names + ": "
                    + PenstockException.describe(e), e);
        }
    }

    /**
     * What {@link #make} made.
     *
     * @throws PenstockException CORRUPT {@code tunnel.certificate}: it is something else
     */
    public static GatewayCertificate of(byte[] made) {
        String[] lines = new String(made, StandardCharsets.US_ASCII).split("\n", -1);
        try {
            PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(
                    Base64.getDecoder().decode(lines[0])));
            return new GatewayCertificate(List.of((X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(Base64.getDecoder().decode(lines[lines.length - 1])))), key);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new PenstockException(ErrorKind.CORRUPT, CODE, "what is kept is no certificate with its key", e);
        }
    }

    private static String pem(String kind, byte[] bytes) {
        Base64.Encoder lines = Base64.getMimeEncoder(PEM_LINE, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN " + kind + "-----\n" + lines.encodeToString(bytes) + "\n-----END " + kind + "-----\n";
    }

    /** Leaf first. */
    public List<X509Certificate> chain() {
        return chain;
    }

    /** The leaf as DER, for {@link GatewayHandshake.Identity}. */
    public Octets leaf() {
        return leaf;
    }

    /** The leaf's pin, for identity files. */
    public Pin pin() {
        return Pin.of(chain.get(0));
    }

    PrivateKey key() {
        return key;
    }
}
