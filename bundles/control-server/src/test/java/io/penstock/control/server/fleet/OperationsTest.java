package io.penstock.control.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.control.server.http.Answer;
import io.penstock.core.identity.AgentDirectory;
import io.penstock.core.value.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** States and their history, commands, logs, measurements, the directory. */
class OperationsTest {
    private static final String BATCH = "0192f3a1-7c4e-7b21-9f60-3a5d2c1e8b4";
    @TempDir
    Path folder;
    private FleetRig rig;
    private SimulatedAgent agent;
    private final Random random = new Random(3);

    @BeforeEach
    void open() {
        rig = new FleetRig(folder);
        agent = enrolled("berlin");
        agent.sync();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private SimulatedAgent enrolled(String name) {
        String key = (String) rig.ask("POST", "/api/v1/enrolments", Map.of("label", "key of " + name)).get("key");
        SimulatedAgent made = new SimulatedAgent(rig, name, random);
        made.enroll(key, Optional.empty());
        return made;
    }

    private String place() {
        return "/api/v1/agents/" + agent.id.get();
    }

    private List<Object> history() {
        rig.settle();
        List<Object> states = new ArrayList<>();
        rig.items(place() + "/history").forEach(line -> states.add(0, line.get("substate")));
        return states;
    }

    @Test
    void everyStateIsInTheHistory() {
        agent.sync();
        rig.pass(Duration.ofSeconds(50));
        assertThat(rig.get(place())).containsEntry("substate", "online");
        rig.pass(Duration.ofSeconds(60));
        assertThat(rig.get(place())).containsEntry("state", "unknown").containsEntry("substate", "offline")
                .containsEntry("reason", "not seen");
        rig.clock.advance(Duration.ofSeconds(1));
        agent.sync();
        rig.clock.advance(Duration.ofSeconds(1));
        agent.ask(0, true).join();
        assertThat(rig.get(place())).containsEntry("state", "stopped").containsEntry("reason", "said goodbye");
        agent.restart();
        rig.clock.advance(Duration.ofSeconds(1));
        agent.sync();
        assertThat(history()).containsExactly("online", "offline", "online", "stopped", "online");
    }

    @Test
    void aWaitingRequestIsAsGoodAsANewOne() {
        agent.sync();
        CompletableFuture<Answer> waiting = agent.ask(50);
        rig.pass(Duration.ofSeconds(49));
        assertThat(waiting).isNotDone();
        assertThat(rig.get(place())).containsEntry("substate", "online");
    }

    @Test
    void whoHasBeenAwayForTwoWeeksIsLeftOut() {
        rig.pass(Duration.ofMinutes(2));
        rig.pass(Duration.ofDays(15));
        assertThat(rig.items("/api/v1/agents")).isEmpty();
        assertThat(rig.items("/api/v1/agents?inactive=true")).singleElement().satisfies(one ->
                assertThat(one).containsEntry("inactive", true));
    }

    @Test
    void aDisabledAgentIsToldSo() {
        CompletableFuture<Answer> waiting = agent.ask(50);
        rig.ask("PATCH", place(), Map.of("disabled", true), ((Number) rig.get(place()).get("version")).longValue());
        assertThat(waiting.join().status()).isEqualTo(403);
        assertThat(agent.ask(0).join().status()).isEqualTo(403);
        assertThat(rig.get(place())).containsEntry("substate", "disabled");
    }

    @Test
    void commandsAreToldOnceAndTheirResultsKept() {
        CompletableFuture<Answer> waiting = agent.ask(50);
        Map<String, Object> command = rig.ask("POST", place() + "/actions", Map.of("action", "drain"));
        agent.take(waiting.join());
        assertThat(agent.commands).containsExactly("drain");
        rig.settle();
        assertThat(rig.get("/api/v1/commands/" + command.get("id"))).containsEntry("state", "sent");
        assertThat(rig.get(place())).containsEntry("substate", "draining");
        agent.sync();
        agent.sync();
        rig.settle();
        assertThat(agent.commands).containsExactly("drain");
        assertThat(rig.get("/api/v1/commands/" + command.get("id"))).containsEntry("state", "done");

        rig.ask("POST", place() + "/actions", Map.of("action", "resume"));
        assertThat(rig.get(place())).containsEntry("substate", "online");
    }

    @Test
    void aCommandThatNobodyFetchesExpiresOrIsTakenBack() {
        Object first = rig.ask("POST", place() + "/actions", Map.of("action", "restart")).get("id");
        Object second = rig.ask("POST", place() + "/actions", Map.of("action", "diagnostics")).get("id");
        rig.ask("DELETE", "/api/v1/commands/" + first, "");
        rig.pass(Duration.ofHours(2));
        for (int i = 0; i < 60; i++) {
            rig.fleet.pulse().everyFiveSeconds();
        }
        rig.settle();
        assertThat(rig.get("/api/v1/commands/" + first)).containsEntry("state", "cancelled");
        assertThat(rig.get("/api/v1/commands/" + second)).containsEntry("state", "expired");
        agent.sync();
        assertThat(agent.commands).isEmpty();
    }

    @Test
    void manyAreToldAtOnceAndADryRunSaysHowMany() {
        enrolled("bonn").sync();
        Map<String, Object> body = Map.of("selector", "os=linux", "action", "restart", "dryRun", true);
        assertThat(rig.ask("POST", "/api/v1/agents/bulk", body)).containsEntry("touches", 2);
        Map<String, Object> done = rig.ask("POST", "/api/v1/agents/bulk", Map.of("selector", "name=bonn", "action", "restart"));
        assertThat(done).containsEntry("touches", 1);
        assertThat((List<?>) done.get("commands")).hasSize(1);
    }

    private String send(String kind, String digit, String... lines) {
        String batch = "{\"batch\":\"" + BATCH + digit + "\",\"seq\":" + digit + ",\"lines\":" + lines.length + ",\"lost\":2}\n"
                + String.join("\n", lines) + "\n";
        return rig.json.text(((Answer.Json) rig.send(rig.caller(agent.token.get()), "POST", "/agent/v1/agents/" + agent.id.get() + "/"
                + kind, FleetRig.utf8(batch), -1).join()).body());
    }

    private static String log(String level, String message) {
        return "{\"at\":\"2026-11-21T00:00:00.000Z\",\"level\":\"" + level + "\",\"logger\":\"io.penstock\",\"message\":\"" + message
                + "\"}";
    }

    @Test
    void aBatchOfLogsCountsOnce() {
        assertThat(send("logs", "1", log("warn", "slow"), log("info", "well"))).isEqualTo("{\"ackSeq\":1}");
        assertThat(send("logs", "1", log("warn", "slow"), log("info", "well"))).isEqualTo("{\"ackSeq\":1}");
        send("logs", "2", log("error", "broken"));
        assertThat(rig.items(place() + "/logs")).extracting(line -> line.get("message")).containsExactly("broken", "well", "slow");
        assertThat(rig.items(place() + "/logs?level=warn")).extracting(line -> line.get("message")).containsExactly("broken", "slow");
        Map<String, Object> page = rig.get(place() + "/logs?limit=2");
        assertThat(rig.items(place() + "/logs?limit=2&after=" + page.get("next"))).hasSize(1);
    }

    @Test
    void onlySoManyLinesOfAnAgentAreKept() {
        String[] lines = new String[900];
        java.util.Arrays.fill(lines, log("info", "x"));
        for (int i = 1; i < 8; i++) {
            send("logs", Integer.toString(i), lines);
        }
        long kept = rig.store.read(rows -> rows.one("select count(*) as many from agent_logs", row -> row.number("many"))).join()
                .orElseThrow();
        assertThat(kept).isEqualTo(5000);
    }

    @Test
    void measurementsAreShownUpToALimitOfSeries() {
        send("metrics", "1", "{\"at\":\"2026-11-21T00:00:00.000Z\",\"name\":\"events_total\",\"kind\":\"counter\",\"labels\":"
                + "{\"pipe\":\"host\"},\"value\":3}");
        assertThat(rig.items(place() + "/metrics")).singleElement().satisfies(one -> assertThat(one)
                .containsEntry("name", "events_total").containsEntry("labels", Map.of("pipe", "host")));
        Series series = new Series();
        for (int i = 0; i < Series.MAX_SERIES + 10; i++) {
            series.add("agent-" + i % 100, List.of(new io.penstock.control.api.MetricLine(rig.clock.now(), "metric_" + i,
                    io.penstock.control.api.MetricKind.GAUGE, new java.util.TreeMap<>(), i)));
        }
        assertThat(series.count()).isEqualTo(Series.MAX_SERIES);
        assertThat(series.dropped()).isEqualTo(10);
        series.tidy(rig.clock.now().plusSeconds(1));
        assertThat(series.count()).isZero();
    }

    @Test
    void theDirectoryKnowsAgentsByIdNameAndCredential() throws Exception {
        AgentDirectory directory = rig.fleet.directory();
        List<String> changed = new java.util.concurrent.CopyOnWriteArrayList<>();
        try (AutoCloseable watch = directory.watch(changed::add)) {
            assertThat(directory.byName("BERLIN").orElseThrow().id()).isEqualTo(agent.id.get());
            assertThat(directory.byToken(Secret.of(agent.token.get())).orElseThrow().active()).isTrue();
            assertThat(directory.byToken(Secret.of("nonsense"))).isEmpty();
            rig.ask("DELETE", place(), "", ((Number) rig.get(place()).get("version")).longValue());
            assertThat(changed).contains(agent.id.get());
        }
        assertThat(directory.byName("berlin")).isEmpty();
        assertThat(directory.byId(agent.id.get()).orElseThrow().active()).isFalse();
    }

    @Test
    void tellsWhatTheLastConversationsWere() {
        agent.sync();
        agent.sync();
        assertThat(rig.items(place() + "/syncs")).hasSize(3).allSatisfy(sync -> assertThat(sync).containsKey("status"));
    }
}
