package io.penstock.tunnel.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.PenstockException;
import io.penstock.core.time.Clock;
import io.penstock.tunnel.wire.api.GatewayCertificate;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Other settings for the port where agents come in, good ones and bad ones. */
@Timeout(60)
class DoorChangeTest {
    @TempDir
    Path folder;

    private RunningGateway one() {
        return new RunningGateway(folder).agent("a").agent("b").listener("pg", "a", "db");
    }

    private Path certificate(String name) {
        GatewayCertificate.selfSigned(folder.resolve(name), List.of(name), Clock.system(), new SecureRandom());
        return folder.resolve(name).resolve("certificate.pem");
    }

    private static RunningGateway shows(RunningGateway gateway, Path certificate) {
        return gateway.with("certificate", certificate.toString()).with("key", certificate.resolveSibling("key.pem").toString());
    }

    private static void assertRefused(RunningGateway gateway, String why) {
        assertThatThrownBy(gateway::change).isInstanceOf(PenstockException.class).hasMessageContaining(why);
    }

    @Test
    void aCertificateThatIsNotThereLeavesTheFormerPortOpen() throws Exception {
        try (RunningGateway gateway = one().start()) {
            Dialler agent = gateway.dialAgent("a");
            assertRefused(shows(gateway, folder.resolve("later/certificate.pem")), "later");
            ListenerTest.echo(gateway.client("pg"), "x");
            assertThat(agent.isGone()).isFalse();
            gateway.dialAgent("b");
        }
    }

    @Test
    void takesTheCertificateWhenTheSameSettingsComeAgain() throws Exception {
        try (RunningGateway gateway = one().start()) {
            assertRefused(shows(gateway, folder.resolve("later/certificate.pem")), "later");
            certificate("later");
            gateway.change();
            gateway.dialAgent("a", "later");
        }
    }

    @Test
    void aPortThatCannotBeLeavesTheFormerOneOpen() throws Exception {
        try (RunningGateway gateway = one().start()) {
            Path mixed = certificate("mixed");
            Files.write(mixed, Files.readAllBytes(certificate("other")), StandardOpenOption.APPEND);
            int port = gateway.address().getPort();
            assertRefused(shows(gateway, mixed).with("tls-provider", "jdk"), "TLS cannot be set up");
            assertThat(gateway.address().getPort()).isEqualTo(port);
            gateway.dialAgent("a");
        }
    }

    @Test
    void whatElseChangedAppliesAllTheSame() throws Exception {
        try (RunningGateway gateway = one().start()) {
            Dialler removed = gateway.dialAgent("b");
            assertRefused(shows(gateway, folder.resolve("later/certificate.pem")).without("b"), "later");
            removed.awaitGone();
        }
    }

    @Test
    void stopsWhollyAfterAPortThatWasClosedAlready() throws Exception {
        try (RunningGateway gateway = one().start()) {
            int listener = gateway.address("pg").getPort();
            gateway.tunnel().agentsPort().orElseThrow().close();
            gateway.tunnel().close(Duration.ZERO);
            new ServerSocket(listener).close();
            assertThat(gateway.parts().loops().next().isShuttingDown()).isTrue();
        }
    }
}
