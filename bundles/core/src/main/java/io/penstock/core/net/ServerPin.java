package io.penstock.core.net;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Which key a server must show: {@code sha256:} and the base64 of the SHA-256 of its public key (SubjectPublicKeyInfo).
 * Whoever has it needs no authority, and the server's name and its certificate's dates play no part. Immutable.
 */
public record ServerPin(String text) {
    private static final String PREFIX = "sha256:";
    private static final int DIGEST_BYTES = 32;

    /** @throws PenstockException INVALID ({@code net.pin}): it is none */
    public ServerPin {
        text = text.strip();
        if (!isPin(text)) {
            throw PenstockException.invalid("net.pin", "expected a pin, \"" + PREFIX + "\" and 44 characters of base64, but"
                    + " found \"" + text + "\"");
        }
    }

    /** The pin of a certificate's key. */
    public static ServerPin of(X509Certificate certificate) {
        return new ServerPin(PREFIX + Base64.getEncoder().encodeToString(digest(certificate.getPublicKey().getEncoded())));
    }

    private static boolean isPin(String text) {
        try {
            return text.startsWith(PREFIX)
                    && Base64.getDecoder().decode(text.substring(PREFIX.length())).length == DIGEST_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static byte[] digest(byte[] key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key);
        } catch (NoSuchAlgorithmException e) {
            throw new PenstockException(ErrorKind.BUG, "net.pin", "there is no SHA-256 here", e);
        }
    }

    /** For clients: trusts a server that shows exactly this key, and nobody else. */
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new PinnedTrust(this)}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new PenstockException(ErrorKind.BUG, "net.pin", "TLS cannot be set up: " + PenstockException.describe(e), e);
        }
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        ServerPin shown = of(chain[0]);
        if (!MessageDigest.isEqual(shown.text.getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                text.getBytes(java.nio.charset.StandardCharsets.US_ASCII))) {
            throw new CertificateException("the server shows another key than the pinned one: its pin is " + shown.text);
        }
    }

    @Override
    public String toString() {
        return text;
    }

    /** An extended one, so that nobody wraps it and checks names on top. */
    private static final class PinnedTrust extends X509ExtendedTrustManager {
        private static final X509Certificate[] NOBODY = new X509Certificate[0];

        private final ServerPin pin;

        PinnedTrust(ServerPin pin) {
            this.pin = pin;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
            pin.check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
            pin.check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            pin.check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
            throw new CertificateException("a pin is for servers");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("a pin is for servers");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("a pin is for servers");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return NOBODY.clone();
        }
    }
}
