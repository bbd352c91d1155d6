package io.penstock.relay.server;

import io.penstock.testing.TestCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/** A certificate that was good for two days, ten days ago. */
final class ExpiredCertificate {
    private static final String PASSWORD = "secret";

    private ExpiredCertificate() {
    }

    static TestCertificate in(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
        Path store = folder.resolve("certificate.p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", "a", "-keyalg", "EC", "-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore",
                store.toString(), "-dname", "CN=localhost", "-startdate", "-10d", "-validity", "2")
                .redirectErrorStream(true).start();
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool failed: " + new String(keytool.getInputStream().readAllBytes()));
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return new TestCertificate(
                pem(folder.resolve("certificate.pem"), "CERTIFICATE", keys.getCertificate("a").getEncoded()),
                pem(folder.resolve("key.pem"), "PRIVATE KEY", keys.getKey("a", PASSWORD.toCharArray()).getEncoded()));
    }

    private static Path pem(Path file, String kind, byte[] bytes) throws IOException {
        return Files.writeString(file, "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes)
                + "\n-----END " + kind + "-----\n");
    }
}
