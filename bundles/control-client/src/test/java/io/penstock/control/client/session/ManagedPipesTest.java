package io.penstock.control.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.control.api.AttemptResult;
import io.penstock.control.api.Desired;
import io.penstock.control.api.HealthStatus;
import io.penstock.control.api.LogLevel;
import io.penstock.control.api.LogLine;
import io.penstock.control.api.ManifestPipe;
import io.penstock.control.api.ReportedState;
import io.penstock.control.api.RunningSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the server wants to run, and what becomes of it. */
class ManagedPipesTest extends ClientUnderTest {
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
}
