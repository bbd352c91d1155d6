package io.penstock.core.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.penstock.core.error.PenstockException;
import io.penstock.core.http.HttpCaller;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerPinTest {
    private static final char[] PASSWORD = "secret".toCharArray();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;
    private HttpsServer server;
    private ServerPin pin;

    @BeforeEach
    void listen() throws Exception {
        KeyStore keys = keys();
        pin = ServerPin.of((X509Certificate) keys.getCertificate("a"));
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** Of a name that is not the server's: a pin is for the key alone. */
    private KeyStore keys() throws Exception {
        Path store = folder.resolve("store.p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", "a", "-keyalg", "EC", "-storetype", "PKCS12", "-storepass", "secret", "-keystore",
                store.toString(), "-dname", "CN=somebody else", "-validity", "2").redirectErrorStream(true).start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    private int status(ServerPin trusted) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/")).build();
        try (HttpCaller caller = new HttpCaller("pin-test", trusted.context(), new SSLParameters(), Optional.empty(), PATIENCE,
                PATIENCE)) {
            return caller.call(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    @Test
    void trustsTheServerWithThePinnedKeyWhateverItsName() throws Exception {
        assertThat(status(new ServerPin(pin.text()))).isEqualTo(204);
    }

    @Test
    void trustsNobodyElseAndSaysWhichPinWasShown() {
        ServerPin other = new ServerPin("sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");

        assertThatThrownBy(() -> status(other)).isInstanceOf(PenstockException.class).hasStackTraceContaining(pin.text());
    }

    @Test
    void refusesWhatIsNoPin() {
        for (String text : new String[] {"", "sha256:", "sha256:AAAA", "md5:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "sha256:!!!"}) {
            assertThatThrownBy(() -> new ServerPin(text)).isInstanceOf(PenstockException.class).hasMessageContaining("pin");
        }
    }
}
