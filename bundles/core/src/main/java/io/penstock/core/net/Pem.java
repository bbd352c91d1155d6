package io.penstock.core.net;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Reads PEM files, and makes TLS contexts of them. */
public final class Pem {
    private static final Pattern KEY = Pattern.compile(
            "-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");
    private static final char[] NO_PASSWORD = new char[0];

    private Pem() {
    }

    static SSLContext context(Optional<Path> certificate, Optional<Path> key, Optional<Path> trusted) {
        if (certificate.isPresent() != key.isPresent()) {
            throw PenstockException.invalid("net.tls", "a certificate and its key must be given together");
        }
        try {
            KeyManager[] own = certificate.isPresent() ? own(certificate.get(), key.get()) : null;
            TrustManager[] others = trusted.isPresent() ? trusted(trusted.get()) : null;
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own, others, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new PenstockException(ErrorKind.INVALID, "net.tls",
                    "TLS cannot be set up: " + PenstockException.describe(e), e);
        }
    }

    private static KeyManager[] own(Path certificate, Path key) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        store.setKeyEntry("own", privateKey(key), NO_PASSWORD, certificates(certificate).toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    /**
     * Trust in the authorities of a file.
     *
     * @throws PenstockException INVALID ({@code net.tls}): there are none in it
     */
    public static TrustManager[] trusted(Path file) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        int count = 0;
        for (Certificate authority : certificates(file)) {
            store.setCertificateEntry("authority-" + count++, authority);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    /**
     * The certificates of a file, in its order.
     *
     * @throws PenstockException INVALID ({@code net.tls}): there are none in it
     */
    public static List<Certificate> certificates(Path file) throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(file)) {
            List<Certificate> found = List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
            if (found.isEmpty()) {
                throw PenstockException.invalid("net.tls", "there is no certificate in " + file);
            }
            return found;
        }
    }

    /**
     * The private key of a file: RSA, EC or Ed25519, as PKCS #8 that is not encrypted.
     *
     * @throws PenstockException INVALID ({@code net.tls}): there is none in it
     */
    public static PrivateKey privateKey(Path file) throws GeneralSecurityException, IOException {
        Matcher text = KEY.matcher(Files.readString(file));
        if (!text.find()) {
            throw PenstockException.invalid("net.tls", "there is no PKCS #8 private key in " + file
                    + "; expected -----BEGIN PRIVATE KEY----- (openssl pkcs8 -topk8 -nocrypt makes one)");
        }
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(text.group(1)));
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                // A key of another kind: the next one is tried.
            }
        }
        throw PenstockException.invalid("net.tls", "the private key in " + file + " is of none of the kinds "
                + String.join(", ", ALGORITHMS));
    }
}
