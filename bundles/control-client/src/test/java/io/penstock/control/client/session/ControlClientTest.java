package io.penstock.control.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.control.api.AttemptResult;
import io.penstock.control.api.CommandStatus;
import io.penstock.control.api.LogLevel;
import io.penstock.control.api.LogLine;
import io.penstock.control.api.ManifestPipe;
import io.penstock.control.api.ProblemCode;
import io.penstock.control.api.ReportedState;
import io.penstock.control.api.RunningSpec;
import io.penstock.core.value.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** How an agent comes to its server, stays with it, and what else it is told. */
class ControlClientTest extends ClientUnderTest {
    @Test
    void enrolsRunsWhatTheServerWantsAndTellsIt() throws Exception {
        start();
        await(() -> client.standing().kind() == Standing.Kind.CONNECTED);
        assertThat(server.enrolments()).singleElement().satisfies(request -> {
            assertThat(request.name()).isEqualTo("berlin");
            assertThat(request.tags()).isEqualTo(new TreeMap<>(Map.of("site", "north", "edge", "")));
        });
        ManifestPipe host = server.pipe("host", 1, FakeRuntime.text("host", "run", 1));
        server.wants(host);
        awaitAttempt(host, AttemptResult.APPLIED);

        assertThat(report("host").running()).contains(new RunningSpec(1, host.spec()));
        assertThat(report("host").state()).isEqualTo(ReportedState.RUNNING);
        assertThat(identity.get()).hasValueSatisfying(self -> {
            assertThat(self.id()).isEqualTo("agent-1");
            assertThat(self.token()).isEqualTo(ScriptedServer.token("ag", 'a'));
        });
    }

    @Test
    void keepsItsSecretsForItsOwnerAlone() throws Exception {
        start();
        await(() -> client.standing().kind() == Standing.Kind.CONNECTED);
        Path files = folder.resolve("data/control-client");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files))).isEqualTo("rwx------");
        for (String name : List.of("identity.json", "credential", "signing-keys.json")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.resolve(name)))).as(name)
                    .isEqualTo("rw-------");
        }
        try (var all = Files.walk(files)) {
            assertThat(all.filter(Files::isRegularFile).filter(file -> holds(file, ScriptedServer.KEY))).isEmpty();
        }
    }

    @Test
    void goesOverToAnotherCredentialWhenItIsOffered() throws Exception {
        start();
        await(() -> client.standing().kind() == Standing.Kind.CONNECTED);
        Secret next = ScriptedServer.token("ag", 'b');
        server.offers(next);
        Path file = folder.resolve("data/control-client/credential");
        await(() -> holds(file, next));
        assertThat(identity.get().orElseThrow().token()).isEqualTo(next);
        assertThat(client.standing().kind()).isEqualTo(Standing.Kind.CONNECTED);
    }

    @Test
    void asksForACredentialAnewWhenItsOwnIsUnknownAndItsKeyIsStillThere() throws Exception {
        start();
        await(() -> client.standing().kind() == Standing.Kind.CONNECTED);
        server.forgetsTokens(ScriptedServer.token("ag", 'c'));
        await(() -> server.enrolments().size() == 2);
        assertThat(server.enrolments().get(1).enrollmentId()).isEqualTo(server.enrolments().get(0).enrollmentId());
        await(() -> client.standing().kind() == Standing.Kind.CONNECTED);
    }

    @Test
    void stopsEverythingAndNeverEnrolsAgainWhenItWasRemoved() throws Exception {
        start();
        ManifestPipe good = server.pipe("host", 1, FakeRuntime.text("host", "run", 1));
        await(() -> !server.enrolments().isEmpty());
        server.wants(good);
        awaitAttempt(good, AttemptResult.APPLIED);
        server.refuses(Optional.of(ProblemCode.AGENTS_REMOVED));
        await(() -> client.standing().kind() == Standing.Kind.REMOVED && runtime.pipes().isEmpty());
        assertThat(identity.get()).isEmpty();
        server.refuses(Optional.empty());
        restart();
        await(() -> client.standing().kind() == Standing.Kind.REMOVED);
        assertThat(server.enrolments()).hasSize(1);
        assertThat(runtime.log()).isEmpty();
    }

    @Test
    void runsOnAndSaysSoWhenItIsRevokedOrSomebodyElseHasItsIdentity() throws Exception {
        start();
        ManifestPipe good = server.pipe("host", 1, FakeRuntime.text("host", "run", 1));
        await(() -> !server.enrolments().isEmpty());
        server.wants(good);
        awaitAttempt(good, AttemptResult.APPLIED);
        server.refuses(Optional.of(ProblemCode.CREDENTIALS_REVOKED));
        await(() -> client.standing().kind() == Standing.Kind.REFUSED);
        assertThat(client.standing().reason()).contains("credentials.revoked");
        assertThat(runtime.runs("host")).isPresent();
        server.refuses(Optional.empty());
        await(() -> client.standing().kind() == Standing.Kind.CONNECTED);
    }

    @Test
    void waitsForAPersonToApproveIt() throws Exception {
        server.enrolsAs("pending");
        start();
        await(() -> client.standing().kind() == Standing.Kind.PENDING);
        server.enrolsAs("active");
        await(() -> client.standing().kind() == Standing.Kind.CONNECTED);
    }

    @Test
    void writesTheServersSettingsWhereThePolicyAllowsAndTakesThemBack() throws Exception {
        start();
        await(() -> client.standing().kind() == Standing.Kind.CONNECTED);
        server.sets(Map.of("log.level", "debug", "tunnel.allow", "*:22", "control-client.policy.plugins", "*"));
        await(() -> written.containsKey("log.level") && !client.problems().isEmpty());
        assertThat(written).containsOnlyKeys("log.level");
        assertThat(client.problems().toString()).contains("policy.setting: tunnel.allow")
                .contains("policy.setting: control-client.policy.plugins");
        server.sets(Map.of());
        await(written::isEmpty);
    }

    @Test
    void obeysCommandsOnceAndTellsWhatCameOfThem() throws Exception {
        start();
        await(() -> client.standing().kind() == Standing.Kind.CONNECTED);
        String id = "0192f3a1-7c4e-7b21-9f60-3a5d2c1e8b01";
        server.commands(id, "restart", Map.of());
        await(() -> results().contains(id + " " + CommandStatus.DONE));
        server.commands(id, "restart", Map.of());
        String strange = "0192f3a1-7c4e-7b21-9f60-3a5d2c1e8b02";
        server.commands(strange, "format-disk", Map.of());
        await(() -> results().contains(strange + " " + CommandStatus.REFUSED));
        assertThat(restarts).hasValue(1);
    }

    @Test
    void asksByIntervalWhereRequestsMayNotWait() throws Exception {
        server.lets(0);
        start(Map.of("long-poll", false));
        ManifestPipe good = server.pipe("host", 1, FakeRuntime.text("host", "run", 1));
        await(() -> client.standing().kind() == Standing.Kind.CONNECTED);
        server.wants(good);
        awaitAttempt(good, AttemptResult.APPLIED);
        assertThat(server.syncs().stream().map(io.penstock.control.api.SyncRequest::bootId).distinct()).hasSize(1);
    }

    @Test
    void sendsItsLogAndMeasurementsAndKeepsWhatItCannotSendThroughARestart() throws Exception {
        start();
        await(() -> client.standing().kind() == Standing.Kind.CONNECTED);
        log.accept(new LogLine(clock.now(), LogLevel.WARN, "io.penstock.pipes", "the disk is full"));
        log.accept(new LogLine(clock.now(), LogLevel.INFO, "io.penstock.pipes", "nobody asked for this"));
        await(() -> server.lines("logs") == 1 && server.lines("metrics") > 0);
        server.breaks(true);
        await(() -> client.standing().kind() == Standing.Kind.UNREACHABLE);
        log.accept(new LogLine(clock.now(), LogLevel.ERROR, "io.penstock.pipes", "the disk is still full"));
        restart();
        server.breaks(false);
        await(() -> server.lines("logs") == 2);
    }

    @Test
    void collectsAndSendsDiagnostics() throws Exception {
        start();
        await(() -> client.standing().kind() == Standing.Kind.CONNECTED);
        String id = "0192f3a1-7c4e-7b21-9f60-3a5d2c1e8b03";
        server.commands(id, "diagnostics", Map.of());
        await(() -> results().contains(id + " " + CommandStatus.DONE));
        assertThat(server.lines(id)).isPositive();
    }

    @Test
    void saysWhoElseHasItsIdentityAndRunsOn() throws Exception {
        start();
        ManifestPipe good = server.pipe("host", 1, FakeRuntime.text("host", "run", 1));
        await(() -> !server.enrolments().isEmpty());
        server.wants(good);
        awaitAttempt(good, AttemptResult.APPLIED);
        server.refuses(Optional.of(ProblemCode.AGENTS_CONFLICT));
        await(() -> client.standing().kind() == Standing.Kind.CONFLICT);
        assertThat(client.standing().reason()).contains("\"lisbon\"");
        assertThat(client.standing().health().state()).isEqualTo(io.penstock.core.health.Health.State.DOWN);
        assertThat(runtime.runs("host")).isPresent();
    }
}
