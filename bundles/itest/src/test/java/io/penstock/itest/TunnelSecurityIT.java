package io.penstock.itest;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.testing.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Who does not belong to a running gateway is kept out. Replayed and changed handshakes are the business of the unit tests of
 * {@code tunnel-wire} and {@code tunnel-gateway}.
 */
class TunnelSecurityIT {
    /** The contract says 5 s; this is for machines that have much else to do. */
    private static final int MOST_MS = 60_000;

    private final PlainTarget target = PlainTarget.echo();
    private final TunnelHomes homes = new TunnelHomes();
    private final int port = homes.listener(target.address());
    private final Path otherHome = Distribution.newHome("tunnel-other");
    private StartedProcess gateway;

    TunnelSecurityIT() throws Exception {
        homes.agentConnects(homes.port, allow());
    }

    private String allow() {
        return "allow = [\"" + target.address() + "\"]";
    }

    @BeforeEach
    void startsTheGateway() throws Exception {
        gateway = homes.startGateway();
    }

    @AfterEach
    void ends() throws Exception {
        gateway.close();
        target.close();
    }

    @Test
    void aSecondProcessWithTheSameIdentityIsRefusedAndTheFirstUndisturbed() throws Exception {
        homes.writeAgent(otherHome.resolve("conf/penstock.toml"), homes.port, allow());
        TunnelAnswers other = new TunnelAnswers(homes.gateway, otherHome);
        try (StartedProcess first = homes.startAgent()) {
            homes.answers().awaitOnline();
            try (Socket stream = new Socket(InetAddress.getLoopbackAddress(), port);
                    StartedProcess second = StartedProcess.penstock(Distribution.agent().folder(), otherHome, "agent")) {
                echo(stream);
                Eventually.holds("the second is refused", () -> other.tunnelState().equals("duplicate refused"), other::tunnelState);
                echo(stream);
                assertThat(homes.answers().tunnelState()).isEqualTo("online");
                assertThat(second.isAlive()).as(second.said()).isTrue();
            }
            assertThat(first.isAlive()).as(first.said()).isTrue();
        }
    }

    @Test
    void aProxyThatDecryptsGetsNobodyIn() throws Exception {
        TestCertificate proxys = TestCertificate.in(otherHome);
        Path both = otherHome.resolve("both.pem");
        Files.writeString(both, Files.readString(homes.certificate.certificate()) + Files.readString(proxys.certificate()));
        try (TlsInterceptor proxy = new TlsInterceptor(proxys, homes.port)) {
            Path settings = homes.agent.resolve("conf/penstock.toml");
            homes.agentConnects(proxy.port(), allow());
            Files.writeString(settings, Files.readString(settings)
                    .replace(homes.certificate.certificate().toString(), both.toString()));
            try (StartedProcess agent = homes.startAgent()) {
                Eventually.holds("the agent is refused", () -> homes.answers().tunnelReason().contains("UNAUTHENTICATED"),
                        homes.answers()::tunnelReason);
                assertThat(proxy.read()).as("the proxy has seen the handshake").isPositive();
                assertThat(homes.answers().tunnelState()).isEqualTo("never connected");
                assertThat(homes.answers().agentState()).isEqualTo("NEVER_CONNECTED");
            }
        }
    }

    @Test
    void anotherKeyGetsNobodyIn() throws Exception {
        Path settings = homes.agent.resolve("conf/penstock.toml");
        Files.writeString(settings, Files.readString(settings).replace(homes.keys.privateKey(), TunnelKeys.generate().privateKey()));
        try (StartedProcess agent = homes.startAgent()) {
            Eventually.holds("the agent is refused", () -> homes.answers().tunnelReason().contains("UNAUTHENTICATED"),
                    homes.answers()::tunnelReason);
            assertThat(homes.answers().agentState()).isEqualTo("NEVER_CONNECTED");
            assertThat(agent.isAlive()).as(agent.said()).isTrue();
        }
    }

    @Test
    void whoeverSaysNothingIsClosed() throws Exception {
        try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), homes.port)) {
            assertThat(isClosed(silent)).isTrue();
        }
        try (SSLSocket silent = (SSLSocket) TlsInterceptor.context(new KeyManager[0]).getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), homes.port)) {
            silent.setSSLParameters(TlsInterceptor.withProtocols(silent.getSSLParameters()));
            silent.startHandshake();
            assertThat(isClosed(silent)).isTrue();
        }
    }

    /** Reads what is said first: pings are. */
    private static boolean isClosed(Socket socket) throws IOException {
        socket.setSoTimeout(MOST_MS);
        try {
            long end = System.nanoTime() + MOST_MS * 1_000_000L;
            int read = socket.getInputStream().read();
            while (read >= 0 && System.nanoTime() < end) {
                read = socket.getInputStream().read();
            }
            return read < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void aFileWithTheKeyThatOthersMayReadIsRefused() throws Exception {
        Path settings = homes.agent.resolve("conf/penstock.toml");
        Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rw-r--r--"));

        try (StartedProcess agent = StartedProcess.penstock(Distribution.agent().folder(), homes.agent, "agent")) {
            Eventually.holds("it says why", () -> agent.said().contains("private-key") || !agent.isAlive(), agent::said);
            assertThat(agent.said()).contains("private-key").contains("chmod 600").doesNotContain(homes.keys.privateKey());
            assertThat(homes.answers().agentState()).isEqualTo("NEVER_CONNECTED");
        }
    }

    private static void echo(Socket socket) throws IOException {
        socket.setSoTimeout(MOST_MS);
        socket.getOutputStream().write(42);
        assertThat(socket.getInputStream().read()).isEqualTo(42);
    }
}
