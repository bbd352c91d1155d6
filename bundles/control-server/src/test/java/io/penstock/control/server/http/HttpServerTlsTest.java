package io.penstock.control.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.net.ServerPin;
import io.penstock.tunnel.wire.api.GatewayCertificate;
import io.penstock.core.time.Clock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpServerTlsTest {
    private static void routes(Routes routes) {
        routes.on("GET", "/open").open().to(call -> CompletableFuture.completedStage(Answer.ok(Map.of("open", true))));
        routes.on("POST", "/echo").open().to(call -> CompletableFuture.completedStage(Answer.ok(Map.of("n", call.bytes().length))));
    }

    private static HttpResponse<String> ask(Place place, String path, String body) throws Exception {
        HttpClient client = HttpClient.newBuilder().sslContext(new ServerPin(place.pin().orElseThrow()).context()).build();
        HttpRequest.Builder request = HttpRequest.newBuilder(place.url().resolve(path)).header("Content-Type", "application/json");
        return client.send((body.isEmpty() ? request.GET() : request.POST(HttpRequest.BodyPublishers.ofString(body))).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void answersWhoeverHasItsPin() throws Exception {
        try (TestServer server = new TestServer(Map.of("plaintext", false), HttpServerTlsTest::routes)) {
            assertThat(ask(server.server.place(), "/open", "").body()).isEqualTo("{\"open\":true}");
            assertThat(ask(server.server.place(), "/echo", "x".repeat(1_000_000)).body()).isEqualTo("{\"n\":1000000}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void speaksBothVersionsOfTls(String version) throws Exception {
        try (TestServer server = new TestServer(Map.of("plaintext", false), HttpServerTlsTest::routes)) {
            Place place = server.server.place();
            try (SSLSocket socket = (SSLSocket) new ServerPin(place.pin().orElseThrow()).context().getSocketFactory()
                    .createSocket("127.0.0.1", place.url().getPort())) {
                socket.setEnabledProtocols(new String[] {version});
                socket.setSoTimeout(20_000);
                for (int i = 0; i < 3; i++) {
                    socket.getOutputStream().write("GET /open HTTP/1.1\r\nHost: x\r\n\r\n".getBytes());
                    assertThat(RawAnswer.read(socket.getInputStream(), 1).get(0).status()).isEqualTo(200);
                }
            }
        }
    }

    @Test
    void showsAnotherCertificateOnceItsFilesChange(@TempDir Path folder) throws Exception {
        GatewayCertificate.selfSigned(folder.resolve("a"), List.of("localhost"), Clock.system(), new SecureRandom());
        GatewayCertificate second = GatewayCertificate.selfSigned(folder.resolve("b"), List.of("localhost"), Clock.system(),
                new SecureRandom());
        TlsSource source = new TlsSource(java.util.Optional.empty());
        Path certificate = Files.copy(folder.resolve("a/certificate.pem"), folder.resolve("certificate.pem"));
        Path key = Files.copy(folder.resolve("a/key.pem"), folder.resolve("key.pem"));
        source.files(certificate, key);
        Files.copy(folder.resolve("b/certificate.pem"), certificate, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(certificate, java.nio.file.attribute.FileTime.fromMillis(1_000));
        source.refresh();
        assertThat(source.shown()).as("a half changed pair is not shown").isNotEqualTo(second.pin().toString());
        Files.copy(folder.resolve("b/key.pem"), key, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(key, java.nio.file.attribute.FileTime.fromMillis(2_000));
        source.refresh();
        assertThat(source.shown()).isEqualTo(second.pin().toString());
        assertThat(source.pin()).isEmpty();
        source.close();
    }
}
