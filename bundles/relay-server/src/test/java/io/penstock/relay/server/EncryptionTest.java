package io.penstock.relay.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.net.TlsClient;
import io.penstock.core.options.Options;
import io.penstock.core.time.Clock;
import io.penstock.relay.wire.api.EpochRange;
import io.penstock.relay.wire.api.RejectCode;
import io.penstock.testing.TestCertificate;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EncryptionTest {
    private static final EpochRange RANGE = new EpochRange(1, 0, 10);

    @TempDir
    Path folder;
    private final PipeFeed feed = new PipeFeed();

    @Test
    void speaksTls13Only() throws Exception {
        TestCertificate server = TestCertificate.in(folder);
        try (RunningServer running = start(Map.of("tls", server.server()))) {
            try (Peer peer = new Peer(socket(running, server.client(), "TLSv1.3"))) {
                peer.greet("node1", Peer.IDENTITY);
                peer.prove(Optional.empty(), RANGE);
                peer.welcomed();
                peer.data(1, 0, 10);
                peer.acknowledged(1, 10);
            }
            assertThatThrownBy(() -> socket(running, server.client(), "TLSv1.2")).isInstanceOf(IOException.class);
        }
    }

    /** Its certificate is for {@code localhost}. */
    @Test
    void nameIsBoundToTheCertificate() throws Exception {
        TestCertificate own = TestCertificate.in(folder);
        try (RunningServer running = start(Map.of("tls", own.server(own.certificate())))) {
            try (Peer peer = new Peer(socket(running, own.client(own), "TLSv1.3"))) {
                peer.greet("localhost", Peer.IDENTITY);
                peer.prove(Optional.empty(), RANGE);
                peer.welcomed();
            }
            try (Peer peer = new Peer(socket(running, own.client(own), "TLSv1.3"))) {
                peer.greet("somebody", Peer.IDENTITY);
                peer.prove(Optional.empty(), RANGE);
                assertThat(peer.rejected().code()).isEqualTo(RejectCode.DENIED);
            }
        }
    }

    @Test
    void refusesWhoShowsNoCertificate() throws Exception {
        TestCertificate own = TestCertificate.in(folder);
        try (RunningServer running = start(Map.of("tls", own.server(own.certificate())))) {
            refused(running, own.client());
        }
    }

    @Test
    void refusesACertificateOfAnotherAuthority() throws Exception {
        TestCertificate own = TestCertificate.in(folder);
        TestCertificate stranger = TestCertificate.in(Files.createDirectory(folder.resolve("stranger")));
        try (RunningServer running = start(Map.of("tls", own.server(own.certificate())))) {
            refused(running, own.client(stranger));
        }
    }

    @Test
    void refusesAnExpiredCertificate() throws Exception {
        TestCertificate own = TestCertificate.in(folder);
        TestCertificate expired = TestCertificate.expiredIn(Files.createDirectory(folder.resolve("expired")));
        try (RunningServer running = start(Map.of("tls", own.server(expired.certificate())))) {
            refused(running, own.client(expired));
        }
    }

    private static void refused(RunningServer running, Map<String, Object> client) throws Exception {
        assertThatThrownBy(() -> {
            try (Peer peer = new Peer(socket(running, client, "TLSv1.3"))) {
                peer.greet("localhost", Peer.IDENTITY);
            }
        }).isInstanceOf(IOException.class);
        while (running.relay().counters().denied.sum() == 0 && !Thread.interrupted()) {
            Thread.onSpinWait();
        }
        assertThat(running.relay().gate().guests()).isZero();
    }

    private RunningServer start(Map<String, Object> options) throws InterruptedException {
        return RunningServer.start(options, folder, Clock.system(), feed);
    }

    private static SSLSocket socket(RunningServer running, Map<String, Object> tls, String protocol) throws Exception {
        InetSocketAddress address = running.address();
        TlsClient client = Options.of(TlsClient.class).bind(tls).orThrow("tls");
        SSLSocket socket = (SSLSocket) client.context().getSocketFactory()
                .createSocket(address.getAddress(), address.getPort());
        socket.setSoTimeout(10_000);
        socket.setEnabledProtocols(List.of(protocol).toArray(String[]::new));
        socket.startHandshake();
        return socket;
    }
}
