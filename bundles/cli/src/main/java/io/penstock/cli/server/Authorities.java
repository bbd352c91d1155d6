package io.penstock.cli.server;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Trust in certificates by those who signed them, for servers without a pin. */
final class Authorities {
    private Authorities() {
    }

    /** Those of a PEM file, or those Java came with. */
    static SSLContext context(Optional<String> file) {
        try {
            if (file.isEmpty()) {
                return SSLContext.getDefault();
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            try (InputStream in = Files.newInputStream(Path.of(file.get()))) {
                int number = 0;
                for (Certificate certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                    store.setCertificateEntry("authority-" + number++, certificate);
                }
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (NoSuchAlgorithmException e) {
            throw new PenstockException(ErrorKind.BUG, "context.tls", "TLS cannot be set up: " + PenstockException.describe(e), e);
        } catch (IOException | GeneralSecurityException e) {
            throw new PenstockException(ErrorKind.INVALID, "context.ca", "--ca: expected a PEM file with certificates, but "
                    + file.orElse("") + " is not: " + PenstockException.describe(e), e);
        }
    }
}
