package io.penstock.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * A certificate for {@code localhost} and {@code 127.0.0.1}, signed by itself. Immutable.
 *
 * @param certificate PEM; also the authority to trust
 * @param key PEM
 */
public record TestCertificate(Path certificate, Path key) {
    private static final String PASSWORD = "secret";

    /** Makes a new one in a folder, with the JDK's keytool; it is good for two days. */
    public static TestCertificate in(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
        return in(folder, "-0d");
    }

    /** As {@link #in}, but its two days began ten days ago. */
    public static TestCertificate expiredIn(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
        return in(folder, "-10d");
    }

    private static TestCertificate in(Path folder, String start)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path store = folder.resolve("certificate.p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", "a", "-keyalg", "EC", "-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore",
                store.toString(), "-dname", "CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1", "-startdate", start,
                "-validity", "2").redirectErrorStream(true).start();
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

    /** The {@code tls} option of something that listens. */
    public Map<String, Object> server() {
        return Map.of("certificate", certificate.toString(), "key", key.toString());
    }

    /** The {@code tls} option of something that connects to it. */
    public Map<String, Object> client() {
        return Map.of("ca", certificate.toString());
    }

    /** As {@link #server()}, of something that wants a certificate to be shown, which this authority has signed. */
    public Map<String, Object> server(Path authority) {
        Map<String, Object> tls = new HashMap<>(server());
        tls.put("client-ca", authority.toString());
        return tls;
    }

    /** As {@link #client()}, of something that shows a certificate. */
    public Map<String, Object> client(TestCertificate shown) {
        Map<String, Object> tls = new HashMap<>(client());
        tls.putAll(shown.server());
        return tls;
    }
}
