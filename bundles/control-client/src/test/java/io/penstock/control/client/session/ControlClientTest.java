package io.penstock.control.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.control.api.AttemptResult;
import io.penstock.control.api.CommandStatus;
import io.penstock.control.api.Desired;
import io.penstock.control.api.HealthStatus;
import io.penstock.control.api.LogLevel;
import io.penstock.control.api.LogLine;
import io.penstock.control.api.ManifestPipe;
import io.penstock.control.api.PipeReport;
import io.penstock.control.api.ProblemCode;
import io.penstock.control.api.ReportedState;
import io.penstock.control.api.RunningSpec;
import io.penstock.control.api.SoftwareReport;
import io.penstock.control.client.settings.ClientSettings;
import io.penstock.core.identity.AgentIdentity;
import io.penstock.core.options.Options;
import io.penstock.core.value.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent and its server, over TLS, on a clock that runs when it is told to. */
class ControlClientTest {
    @TempDir
    Path folder;
    private final RunningClock clock = new RunningClock(Instant.parse("2026-11-20T12:00:00Z"));
    private ScriptedServer server;
    private FakeRuntime runtime;
    private ControlClient client;
    private final AtomicReference<Optional<AgentIdentity>> identity = new AtomicReference<>(Optional.empty());
    private final Map<String, Object> written = new TreeMap<>();
    private final AtomicInteger restarts = new AtomicInteger();
    private volatile Consumer<LogLine> log;

    @BeforeEach
    void listen() throws Exception {
        Files.createDirectories(folder.resolve("server"));
        server = new ScriptedServer(folder.resolve("server"));
        server.lets(1);
        runtime = new FakeRuntime(clock);
    }

    @AfterEach
    void close() {
        server.close();
        if (client != null) {
            client.close();
        }
    }

    private ClientSettings settings(Map<String, Object> more) {
        Map<String, Object> written = new HashMap<>(Map.of("server-url", server.url().toString(), "server-pin",
                server.pin.text(), "agent-id", "agent-1", "agent-name", "berlin", "agent-tags", List.of("site=north, edge"),
                "api-key", ScriptedServer.KEY.reveal()));
        written.putAll(more);
        return Options.of(ClientSettings.class).bind(written).orThrow("control-client");
    }

    private void start() {
        start(Map.of());
    }

    private void start(Map<String, Object> more) {
        ClientSettings settings = settings(more);
        Surroundings around = new Surroundings(folder.resolve("data/control-client"), clock, new SecureRandom(),
                new SoftwareReport("0.1.0", "agent", "17"), runtime, runtime, Map::of,
                sink -> sink.gauge("penstock_test", "", Map.of(), 1), lines -> {
                    log = lines;
                    return () -> { };
                },
                Optional::empty,
                new ServerSettingsBook.SettingsWriter() {
                    @Override
                    public void set(String setting, Object value) {
                        written.put(setting, value);
                    }

                    @Override
                    public void reset(String setting) {
                        written.remove(setting);
                    }
                }, restarts::incrementAndGet, identity::set);
        client = new ControlClient(settings, Server.of(settings, Optional.empty()).orElseThrow(), around);
        client.start();
    }

    /** The process ends and starts again, with nothing but its disk. */
    private void restart() {
        client.close();
        runtime = new FakeRuntime(clock);
        start();
    }

    private void await(java.util.function.BooleanSupplier condition) throws InterruptedException {
        server.await(condition, one -> client.standing() + " " + client.pipes() + " " + client.problems() + " "
                + runtime.log());
    }

    private PipeReport report(String pipe) {
        return server.reported(pipe).orElseThrow();
    }

    private void awaitAttempt(ManifestPipe pipe, AttemptResult result) throws InterruptedException {
        await(() -> server.reported(pipe.name()).flatMap(PipeReport::lastAttempt).filter(attempt ->
                attempt.spec().equals(pipe.spec()) && attempt.result() == result).isPresent());
    }

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

    private static boolean holds(Path file, Secret secret) {
        try {
            return Files.readString(file).contains(secret.reveal());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void rollsBackARevisionThatFailsAndDoesNotTryItAgain() throws Exception {
        start();
        ManifestPipe good = server.pipe("host", 1, FakeRuntime.text("host", "run", 1));
        ManifestPipe bad = server.pipe("host", 2, FakeRuntime.text("host", "fail", 2));
        await(() -> !server.enrolments().isEmpty());
        server.wants(good);
        awaitAttempt(good, AttemptResult.APPLIED);
        server.wants(bad);
        awaitAttempt(bad, AttemptResult.ROLLED_BACK);

        assertThat(report("host").running()).contains(new RunningSpec(1, good.spec()));
        assertThat(report("host").lastAttempt().orElseThrow().message().orElseThrow()).contains("broken");
        ManifestPipe other = server.pipe("other", 1, FakeRuntime.text("other", "run", 1));
        server.wants(bad, other);
        awaitAttempt(other, AttemptResult.APPLIED);
        assertThat(runtime.log()).filteredOn("put name: host fail"::equals).hasSize(1);
        assertThat(runtime.runs("host")).hasValueSatisfying(text -> assertThat(text).contains("/run}"));
    }

    @Test
    void answersForWhatIsWantedAgainAfterAnotherWasRefused() throws Exception {
        start();
        ManifestPipe good = server.pipe("host", 1, FakeRuntime.text("host", "run", 1));
        ManifestPipe bad = server.pipe("host", 2, FakeRuntime.text("host", "fail", 2));
        await(() -> !server.enrolments().isEmpty());
        server.wants(good);
        awaitAttempt(good, AttemptResult.APPLIED);
        server.wants(bad);
        awaitAttempt(bad, AttemptResult.ROLLED_BACK);
        server.wants(good);
        awaitAttempt(good, AttemptResult.APPLIED);
        assertThat(report("host").running()).contains(new RunningSpec(1, good.spec()));
    }

    @Test
    void rollsBackARevisionThatNeverGetsToRun() throws Exception {
        start();
        ManifestPipe good = server.pipe("host", 1, FakeRuntime.text("host", "run", 1));
        ManifestPipe slow = server.pipe("host", 2, FakeRuntime.text("host", "wait", 2));
        await(() -> !server.enrolments().isEmpty());
        server.wants(good);
        awaitAttempt(good, AttemptResult.APPLIED);
        server.wants(slow);
        awaitAttempt(slow, AttemptResult.ROLLED_BACK);
        assertThat(report("host").lastAttempt().orElseThrow().code()).contains("pipes.not-running");
    }

    @Test
    void stopsAFirstRevisionThatFailsAndRunsTheOthersAllTheSame() throws Exception {
        start();
        ManifestPipe bad = server.pipe("bad", 1, FakeRuntime.text("bad", "fail", 1));
        ManifestPipe invalid = server.pipe("invalid", 1, FakeRuntime.text("invalid", "invalid", 1));
        ManifestPipe good = server.pipe("good", 1, FakeRuntime.text("good", "run", 1));
        await(() -> !server.enrolments().isEmpty());
        server.wants(bad, invalid, good);
        awaitAttempt(good, AttemptResult.APPLIED);
        awaitAttempt(bad, AttemptResult.FAILED);
        awaitAttempt(invalid, AttemptResult.REJECTED);

        assertThat(report("bad").state()).isEqualTo(ReportedState.FAILED);
        assertThat(report("invalid").lastAttempt().orElseThrow().code()).contains("graph.cycle");
        assertThat(runtime.pipes()).singleElement().satisfies(pipe -> assertThat(pipe.name()).isEqualTo("good"));
    }

    @Test
    void refusesPluginsThePolicyForbids() throws Exception {
        start();
        ManifestPipe shell = server.pipe("shell", 1, "name: shell\ninput: {exec: {command: [rm]}}\noutput: stdout\n");
        await(() -> !server.enrolments().isEmpty());
        server.wants(shell);
        awaitAttempt(shell, AttemptResult.REJECTED);
        assertThat(report("shell").lastAttempt().orElseThrow().code()).contains("policy.plugin");
        assertThat(runtime.log()).isEmpty();
    }

    @Test
    void removesPausesAndStopsAsTheServerWants() throws Exception {
        start();
        ManifestPipe a = server.pipe("a", 1, FakeRuntime.text("a", "run", 1));
        ManifestPipe b = server.pipe("b", 1, FakeRuntime.text("b", "run", 1));
        await(() -> !server.enrolments().isEmpty());
        server.wants(a, b);
        awaitAttempt(b, AttemptResult.APPLIED);
        ManifestPipe paused = ScriptedServer.desired(a, Desired.PAUSED);
        server.wants(paused);
        awaitAttempt(paused, AttemptResult.APPLIED);
        assertThat(report("a").state()).isEqualTo(ReportedState.PAUSED);
        assertThat(runtime.pipe("b")).isEmpty();
        ManifestPipe stopped = ScriptedServer.desired(a, Desired.STOPPED);
        server.wants(stopped);
        awaitAttempt(stopped, AttemptResult.APPLIED);
        assertThat(runtime.pipes()).isEmpty();
        server.wants(a);
        awaitAttempt(a, AttemptResult.APPLIED);
        assertThat(runtime.runs("a")).isPresent();
    }

    @Test
    void runsOnThroughARestartWithoutItsServer() throws Exception {
        start();
        ManifestPipe good = server.pipe("host", 1, FakeRuntime.text("host", "run", 1));
        await(() -> !server.enrolments().isEmpty());
        server.wants(good);
        awaitAttempt(good, AttemptResult.APPLIED);
        server.breaks(true);
        restart();
        await(() -> runtime.runs("host").isPresent());
        await(() -> client.standing().kind() == Standing.Kind.UNREACHABLE);

        server.breaks(false);
        await(() -> client.standing().kind() == Standing.Kind.CONNECTED);
        assertThat(server.enrolments()).hasSize(1);
        await(() -> report("host").running().isPresent());
    }

    @Test
    void takesBackARevisionThatEndedTheProcessWithoutAskingItsServer() throws Exception {
        start();
        ManifestPipe good = server.pipe("host", 1, FakeRuntime.text("host", "run", 1));
        ManifestPipe crashing = ScriptedServer.patient(server.pipe("host", 2, FakeRuntime.text("host", "wait", 2)));
        await(() -> !server.enrolments().isEmpty());
        server.wants(good);
        awaitAttempt(good, AttemptResult.APPLIED);
        server.wants(crashing);
        Path trial = folder.resolve("data/control-client/trial.json");
        await(() -> Files.exists(trial) && runtime.log().contains("put name: host wait"));
        byte[] left = Files.readAllBytes(trial);
        server.breaks(true);
        client.close();
        Files.write(trial, left);
        runtime = new FakeRuntime(clock);
        start();
        await(() -> runtime.runs("host").isPresent());
        assertThat(runtime.log()).containsExactly("put name: host run");
        server.breaks(false);
        awaitAttempt(crashing, AttemptResult.ROLLED_BACK);
        assertThat(report("host").lastAttempt().orElseThrow().code()).contains("pipes.crashed");
    }

    @Test
    void believesNoManifestThatIsForgedOlderOrSomebodyElses() throws Exception {
        start();
        ManifestPipe good = server.pipe("host", 1, FakeRuntime.text("host", "run", 1));
        ManifestPipe other = server.pipe("other", 1, FakeRuntime.text("other", "run", 1));
        await(() -> !server.enrolments().isEmpty());
        server.wants(5, body -> body, good);
        awaitAttempt(good, AttemptResult.APPLIED);
        server.wants(6, body -> body.replace("\"host\"", "\"hust\""), good);
        await(() -> client.problems().toString().contains("manifest.signature"));
        server.wants(4, body -> body, other);
        await(() -> client.problems().toString().contains("manifest.generation"));
        await(() -> server.syncs().get(server.syncs().size() - 1).health().status() == HealthStatus.DEGRADED);
        assertThat(runtime.log()).containsExactly("put name: host run");
    }

    @Test
    void runsTheManifestBeforeWhenTheLastIsCutOff() throws Exception {
        start();
        ManifestPipe first = server.pipe("first", 1, FakeRuntime.text("first", "run", 1));
        ManifestPipe second = server.pipe("second", 1, FakeRuntime.text("second", "run", 1));
        await(() -> !server.enrolments().isEmpty());
        server.wants(first);
        awaitAttempt(first, AttemptResult.APPLIED);
        server.wants(first, second);
        awaitAttempt(second, AttemptResult.APPLIED);
        server.breaks(true);
        client.close();
        Path file = folder.resolve("data/control-client/manifest.json");
        Files.write(file, java.util.Arrays.copyOf(Files.readAllBytes(file), 100));
        runtime = new FakeRuntime(clock);
        start();
        await(() -> runtime.runs("first").isPresent());
        assertThat(client.problems()).singleElement().satisfies(problem -> assertThat(problem)
                .contains("manifest.json").contains("the manifest before it is run"));
        server.breaks(false);
        await(() -> runtime.runs("second").isPresent());
        assertThat(client.problems()).isEmpty();
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

    private List<String> results() {
        return server.syncs().stream().flatMap(sync -> sync.results().stream())
                .map(result -> result.commandId() + " " + result.status()).toList();
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
    void holdsItsPipesWhileItIsDrainedAndTriesNothingNew() throws Exception {
        start();
        ManifestPipe first = server.pipe("host", 1, FakeRuntime.text("host", "run", 1));
        await(() -> !server.enrolments().isEmpty());
        server.wants(first);
        awaitAttempt(first, AttemptResult.APPLIED);
        server.commands("0192f3a1-7c4e-7b21-9f60-3a5d2c1e8b01", "drain", Map.of());
        await(() -> report("host").state() == ReportedState.PAUSED);
        ManifestPipe second = server.pipe("host", 2, FakeRuntime.text("host", "run", 2));
        server.wants(second);
        await(() -> client.manifest().orElseThrow().pipes().get(0).revision() == 2);
        server.commands("0192f3a1-7c4e-7b21-9f60-3a5d2c1e8b02", "resume", Map.of());
        awaitAttempt(second, AttemptResult.APPLIED);
        assertThat(report("host").state()).isEqualTo(ReportedState.RUNNING);
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
    void runsOnForADayWithoutItsServerThroughARestartAndDeliversWhatIsBounded() throws Exception {
        start(Map.of("logs", Map.of("max-size", "64KiB", "level", "warn"), "metrics", Map.of("max-size", "64KiB")));
        ManifestPipe good = server.pipe("host", 1, FakeRuntime.text("host", "run", 1));
        await(() -> !server.enrolments().isEmpty());
        server.wants(good);
        awaitAttempt(good, AttemptResult.APPLIED);
        server.breaks(true);
        await(() -> client.standing().kind() == Standing.Kind.UNREACHABLE);
        for (int hour = 0; hour < 24; hour++) {
            clock.advance(Duration.ofHours(1));
            for (int line = 0; line < 200; line++) {
                log.accept(new LogLine(clock.now(), LogLevel.WARN, "io.penstock.pipes", "hour " + hour + " line " + line));
            }
            if (hour == 12) {
                client.close();
                runtime = new FakeRuntime(clock);
                start(Map.of("logs", Map.of("max-size", "64KiB", "level", "warn"), "metrics", Map.of("max-size", "64KiB")));
                await(() -> runtime.runs("host").isPresent());
            }
            assertThat(runtime.runs("host")).isPresent();
        }
        int before = server.lines("logs");
        server.breaks(false);
        await(() -> client.standing().kind() == Standing.Kind.CONNECTED);
        await(() -> server.lines("logs") > before + 300);
        await(() -> server.syncs().get(server.syncs().size() - 1).pending().filter(left -> left.logs() == 0).isPresent());
        assertThat(server.lines("logs")).isLessThan(24 * 200);
        assertThat(server.syncs().get(server.syncs().size() - 1).pending().orElseThrow().lost()).isPositive();
        assertThat(server.enrolments()).hasSize(1);
        assertThat(report("host").lastAttempt().orElseThrow().result()).isEqualTo(AttemptResult.APPLIED);
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
