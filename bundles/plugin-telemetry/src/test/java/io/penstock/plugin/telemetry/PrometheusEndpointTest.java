package io.penstock.plugin.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.net.TlsClient;
import io.penstock.testing.TestCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The port, and what is answered on it. */
class PrometheusEndpointTest extends PrometheusSetup {
    @Test
    void compressesWhenTheScraperCan() throws Exception {
        open();
        write(gauge("a", 1, "1"));
        HttpResponse<byte[]> response = send(request("/metrics").header("Accept-Encoding", "gzip").build(),
                BodyHandlers.ofByteArray());
        byte[] plain = new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes();
        assertThat(new String(plain, StandardCharsets.UTF_8)).contains("a{");
    }

    @Test
    void answersNothingButScrapes() throws Exception {
        open("path", "/m");
        assertThat(send(request("/metrics").build(), BodyHandlers.ofString()).body()).isEqualTo("there is /m\n");
        assertThat(send(request("/m").method("DELETE", HttpRequest.BodyPublishers.noBody()).build(),
                BodyHandlers.ofString()).statusCode()).isEqualTo(405);
        assertThat(send(request("/m").method("HEAD", HttpRequest.BodyPublishers.noBody()).build(),
                BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        assertThat(status("GET /m HTTP/1.1\r\nHost: evil.example.org\r\n\r\n")).contains(" 403 ");
        assertThat(status("GET /m HTTP/1.0\r\n\r\n")).contains(" 200 ");
    }

    private String status(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), output.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            byte[] start = socket.getInputStream().readNBytes(15);
            return new String(start, StandardCharsets.US_ASCII);
        }
    }

    @Test
    void triesAgainWhenAnotherProgramHasThePort() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String address = "127.0.0.1:" + other.getLocalPort();
            PenstockException failure = catchThrowableOfType(PenstockException.class, () -> open("address", address));
            assertThat(failure.kind()).isEqualTo(ErrorKind.RETRY);
            assertThat(failure.getMessage()).contains(address);
        }
        output.open();
        write(gauge("a", 1, "1"));
        assertThat(scrape()).anyMatch(line -> line.startsWith("a{"));
    }

    @Test
    void namesThePipeThatHasThePort() {
        int port = open().port();
        PrometheusOutput first = output;
        first.close();
        open("address", "127.0.0.1:" + port);
        PrometheusOutput holder = output;
        PenstockException failure = catchThrowableOfType(PenstockException.class, () -> open("address", "127.0.0.1:" + port));
        assertThat(failure.kind()).isEqualTo(ErrorKind.CONFLICT);
        assertThat(failure.getMessage()).contains("the pipe test (node node)");
        holder.close();
        output.open();
        assertThat(output.port()).isEqualTo(port);
    }

    @Test
    void tellsWhereItCanBeScrapedWhileItCan() throws Exception {
        open("path", "/scrape");

        assertThat(plugin.places()).containsExactly(
                Map.entry("scrape test.node", "http://127.0.0.1:" + output.port() + "/scrape"));
        output.close();
        assertThat(plugin.places()).isEmpty();
    }

    @Test
    void freesItsPortAndThreadsWhenClosed() throws Exception {
        int port = open().port();
        output.close();
        output.close();
        new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1")).close();
        assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("penstock-prometheus"));
    }

    @Test
    void servesHttpsWithAPemCertificate() throws Exception {
        TestCertificate certificate = TestCertificate.in(folder);
        open("tls", certificate.server());
        write(gauge("a", 1, "1"));

        TlsClient trusting = new TlsClient(true, Optional.of(certificate.certificate()), Optional.empty(), Optional.empty());
        HttpClient client = HttpClient.newBuilder().sslContext(trusting.context()).build();
        HttpResponse<String> response = client.send(HttpRequest.newBuilder(
                URI.create("https://127.0.0.1:" + output.port() + "/metrics")).build(), BodyHandlers.ofString());
        assertThat(response.body()).contains("\na{");
        assertThat(response.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
    }
}
