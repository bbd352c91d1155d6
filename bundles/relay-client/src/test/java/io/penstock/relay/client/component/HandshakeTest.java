package io.penstock.relay.client.component;

import static io.penstock.relay.client.component.Rig.options;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.health.Health.State;
import io.penstock.core.net.TlsServer;
import io.penstock.core.options.Options;
import io.penstock.core.time.ManualClock;
import io.penstock.core.value.Secret;
import io.penstock.relay.wire.api.Message;
import io.penstock.relay.wire.api.RejectCode;
import io.penstock.testing.TestCertificate;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HandshakeTest extends ServedSetup {
    private final ManualClock clock = new ManualClock(Rig.START);

    private Rig rig(Object... more) {
        return new Rig(folder, clock, options(server.address(), more)).opened();
    }

    private static void awaitTrouble(Rig rig, String part) {
        rig.awaitFailures(1);
        assertThat(rig.health().state()).isEqualTo(State.DEGRADED);
        assertThat(rig.health().reason()).contains(part);
        assertThat(rig.lastTrouble()).contains(part);
    }

    @Test
    void tellsAtOnceThatTheVersionsDoNotFitAndBothRanges() {
        server.reject = Optional.of(new Message.Reject(RejectCode.VERSION, "", 7, 9, Duration.ZERO));
        try (Rig rig = rig()) {
            awaitTrouble(rig, "speaks the relay's versions 7 to 9, and this client 1 to 1");
            assertThat(server.accepted).hasValue(1);
        }
    }

    @Test
    void tellsThatAnotherHasItsIdentityOnceThatLasts() {
        server.reject = Optional.of(Message.Reject.of(RejectCode.DUPLICATE, ""));
        try (Rig rig = rig()) {
            for (int times = 1; times <= 3; times++) {
                rig.awaitFailures(times);
                assertThat(rig.health().state()).isEqualTo(times < 3 ? State.WAITING : State.DEGRADED);
                clock.advance(Duration.ofSeconds(times));
            }
            assertThat(rig.lastTrouble()).contains("is this machine a copy of another?");
        }
    }

    @Test
    void waitsAsLongAsTheServerAsks() {
        server.reject = Optional.of(new Message.Reject(RejectCode.RATE, "", 1, 1, Duration.ofSeconds(30)));
        try (Rig rig = rig()) {
            rig.awaitFailures(1);
            clock.advance(Duration.ofSeconds(29));
            server.reject = Optional.empty();
            clock.advance(Duration.ofSeconds(1));
            rig.connected();
            assertThat(server.accepted).hasValue(2);
        }
    }

    @Test
    void aTokenProvesWhoItIs() {
        server.token = Optional.of(Secret.of("right"));
        try (Rig rig = rig("token", "right")) {
            rig.connected();
        }
    }

    @Test
    void aWrongTokenIsRefusedAndSaidSoWithoutShowingIt() {
        server.token = Optional.of(Secret.of("right"));
        try (Rig rig = rig("token", "wrong-token")) {
            awaitTrouble(rig, "does not let this client in");
            assertThat(rig.lastTrouble()).doesNotContain("wrong-token");
        }
    }

    @Test
    void aServerThatNeverAnswersIsGivenUpAfterTenSeconds() throws Exception {
        server.silent = true;
        try (Rig rig = rig()) {
            store.await(state -> !server.messages.isEmpty(), "hello");
            clock.advance(Duration.ofSeconds(10));
            rig.awaitFailures(1);
            assertThat(rig.health().reason()).contains("no answer within 10 s");
        }
    }

    @Test
    void aServerThatNeverAnswersDoesNotKeepTheOutputFromEnding() throws Exception {
        server.silent = true;
        Rig rig = rig();
        store.await(state -> !server.messages.isEmpty(), "hello");
        rig.close();
    }

    @Test
    void encryptsWithTheAuthorityGiven() throws Exception {
        TestCertificate certificate = TestCertificate.in(Files.createDirectory(folder.resolve("tls")));
        server.close();
        server = new TestServer(store, 0, Optional.of(tls(certificate)));
        try (Rig rig = new Rig(folder, clock, options("localhost:" + server.port(), "tls", certificate.client(),
                "buffer_max_length", 1)).opened()) {
            rig.write(1000);
            store.awaitEvents(1000);
            rig.await(() -> rig.metric("lag_events") == 0, "acknowledgement");
        }
    }

    @Test
    void tellsThatTheServersCertificateIsNotTrusted() throws Exception {
        server.close();
        server = new TestServer(store, 0, Optional.of(tls(TestCertificate.in(
                Files.createDirectory(folder.resolve("tls"))))));
        TestCertificate other = TestCertificate.in(Files.createDirectory(folder.resolve("other")));
        try (Rig rig = new Rig(folder, clock, options("localhost:" + server.port(), "tls", other.client())).opened()) {
            awaitTrouble(rig, "SSLHandshakeException");
        }
    }

    private static TlsServer tls(TestCertificate certificate) {
        return Options.of(TlsServer.class).bind(certificate.server()).orThrow("tls");
    }

    @Test
    void offersEverythingTheTableNeedsToKnow() {
        assertThat(Map.of("table", new RelayClientCapability().table(), "pid", new RelayClientCapability().pid()))
                .containsEntry("table", "relay-client").containsEntry("pid", "io.penstock.relay.client");
    }
}
