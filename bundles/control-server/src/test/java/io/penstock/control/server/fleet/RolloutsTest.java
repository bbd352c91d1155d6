package io.penstock.control.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rollouts from one end to the other, with agents that answer. */
class RolloutsTest {
    @TempDir
    Path folder;
    private FleetRig rig;
    private final Random random = new Random(11);
    private final List<SimulatedAgent> agents = new ArrayList<>();
    private String pipe;

    @BeforeEach
    void open() {
        rig = new FleetRig(folder);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private void fleet(int many) {
        String key = (String) rig.ask("POST", "/api/v1/enrolments", Map.of("label", "all")).get("key");
        for (int i = 0; i < many; i++) {
            SimulatedAgent agent = new SimulatedAgent(rig, "agent-" + i, random);
            agent.tags.put("site", i % 2 == 0 ? "north" : "south");
            agent.tags.put("number", Integer.toString(i));
            agent.enroll(key, Optional.empty());
            agents.add(agent);
        }
        everybodySyncs();
        pipe = rig.pipe("host", "*");
    }

    private void everybodySyncs() {
        rig.fleet.mirror().settled().join();
        agents.forEach(SimulatedAgent::sync);
        rig.settle();
    }

    /** Syncs until nothing moves any more; how many rounds released something. */
    private int run(Object rollout) {
        int batches = 0;
        long released = -1;
        for (int i = 0; i < 60; i++) {
            long now = ((Number) show(rollout).get("released")).longValue();
            batches += now != released ? 1 : 0;
            released = now;
            if (!show(rollout).get("state").equals("running")) {
                break;
            }
            everybodySyncs();
            everybodySyncs();
        }
        return batches;
    }

    private Map<String, Object> show(Object rollout) {
        return rig.get("/api/v1/rollouts/" + rollout);
    }

    private long running(int revision) {
        return agents.stream().filter(agent -> agent.runs(pipe) == revision).count();
    }

    private Object first() {
        Object id = rig.rollOut(pipe, 1).get("id");
        run(id);
        return id;
    }

    private Map<String, Object> act(Object rollout, String verb, Object body) {
        return rig.ask("POST", "/api/v1/rollouts/" + rollout + "/" + verb, body, ((Number) show(rollout).get("version")).longValue());
    }

    @Test
    void batchesGrowFromThreeByFiveUpToAHundred() {
        fleet(200);
        Map<String, Object> plan = rig.ask("POST", "/api/v1/rollouts", Map.of("pipe", "host", "revision", 1, "dryRun", true));
        assertThat(plan.get("stages")).isEqualTo(List.of(Map.of("selector", "*", "batches", List.of(3, 15, 75, 100, 7))));

        Object rollout = rig.rollOut(pipe, 1).get("id");

        assertThat(show(rollout)).containsEntry("released", 3);
        assertThat(run(rollout)).isEqualTo(5);
        assertThat(show(rollout)).containsEntry("state", "completed").containsEntry("done", 200);
        assertThat(running(1)).isEqualTo(200);
    }

    @Test
    void aBadRevisionStopsAtTheFirstBatchAndIsNotOfferedAgain() {
        fleet(30);
        first();
        int second = rig.revise(pipe, "host", 2);
        agents.forEach(agent -> agent.bad = spec -> spec.revision() == 2);

        Object rollout = rig.rollOut(pipe, second).get("id");
        run(rollout);

        assertThat(show(rollout)).containsEntry("state", "paused").containsEntry("released", 3);
        assertThat((String) show(rollout).get("reason")).contains("does not get well");
        assertThat(running(1)).isEqualTo(30);
        SimulatedAgent broken = agents.stream().filter(agent -> rig.items("/api/v1/agents/" + agent.id.get() + "/pipes").get(0)
                .containsKey("refused")).findFirst().orElseThrow();
        Map<?, ?> manifest = (Map<?, ?>) rig.get("/api/v1/agents/" + broken.id.get() + "/manifest").get("body");
        assertThat(((List<?>) manifest.get("pipes")).get(0)).asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("revision", 1);
        assertThat(rig.get("/api/v1/agents/" + broken.id.get())).containsEntry("substate", "degraded");
        assertThat(rig.get("/api/v1/pipes/host")).containsEntry("live", 1);
    }

    @Test
    void goesOnAfterAFixAndTriesTheFailedAgain() {
        fleet(8);
        first();
        int second = rig.revise(pipe, "host", 2);
        agents.forEach(agent -> agent.bad = spec -> spec.revision() == 2);
        Object rollout = rig.rollOut(pipe, second).get("id");
        run(rollout);
        assertThat(show(rollout)).containsEntry("state", "paused");

        agents.forEach(agent -> agent.bad = spec -> false);
        rig.clock.advance(Duration.ofSeconds(1));
        act(rollout, "resume", Map.of("retryFailed", true));
        run(rollout);

        assertThat(show(rollout)).containsEntry("state", "completed").containsEntry("done", 8);
        assertThat(running(2)).isEqualTo(8);
    }

    @Test
    void passesOverFailuresAPersonHasSeen() {
        fleet(8);
        first();
        int second = rig.revise(pipe, "host", 2);
        agents.get(0).bad = spec -> spec.revision() == 2;
        agents.get(1).bad = spec -> spec.revision() == 2;
        agents.get(2).bad = spec -> spec.revision() == 2;
        agents.get(3).bad = spec -> spec.revision() == 2;
        Object rollout = rig.rollOut(pipe, second).get("id");
        for (int i = 0; i < 4 && !show(rollout).get("state").equals("completed"); i++) {
            run(rollout);
            if (show(rollout).get("state").equals("paused")) {
                act(rollout, "resume", Map.of());
            }
        }
        run(rollout);

        assertThat(show(rollout)).containsEntry("state", "completed").containsEntry("done", 4).containsEntry("failed", 4);
        assertThat(running(2)).isEqualTo(4);
        assertThat(running(1)).isEqualTo(4);
    }

    @Test
    void abortingGivesBackWhatRanBefore() {
        fleet(30);
        first();
        int second = rig.revise(pipe, "host", 2);
        Object rollout = rig.rollOut(pipe, second).get("id");
        everybodySyncs();
        everybodySyncs();
        assertThat(running(2)).isEqualTo(3);

        assertThat(act(rollout, "abort", "")).containsEntry("state", "aborted");
        everybodySyncs();
        everybodySyncs();

        assertThat(running(1)).isEqualTo(30);
        assertThat(rig.get("/api/v1/pipes/host")).containsEntry("live", 1);
        assertThat(rig.refusal("POST", "/api/v1/rollouts/" + rollout + "/pause", "",
                ((Number) show(rollout).get("version")).longValue()).code()).isEqualTo("rollouts.state");
    }

    @Test
    void rollingBackMakesANewRevisionOfTheOldText() {
        fleet(8);
        first();
        int second = rig.revise(pipe, "host", 2);
        Object rollout = rig.rollOut(pipe, second).get("id");
        run(rollout);
        assertThat(running(2)).isEqualTo(8);

        Map<String, Object> back = act(rollout, "rollback", "");
        run(back.get("id"));

        assertThat(back).containsEntry("cause", "rollback").containsEntry("revision", 3);
        assertThat(running(3)).isEqualTo(8);
        assertThat(rig.get("/api/v1/pipes/host/revisions/3")).containsEntry("restoredFrom", 1)
                .containsEntry("text", FleetRig.text("host", 1));
        assertThat(rig.get("/api/v1/pipes/host")).containsEntry("live", 3);
    }

    @Test
    void aNewerRevisionTakesOverWhatIsNotDone() {
        fleet(30);
        first();
        Object second = rig.rollOut(pipe, rig.revise(pipe, "host", 2)).get("id");
        everybodySyncs();
        everybodySyncs();
        Object third = rig.rollOut(pipe, rig.revise(pipe, "host", 3)).get("id");
        assertThat(show(second)).containsEntry("state", "superseded");
        run(third);

        assertThat(show(third)).containsEntry("state", "completed");
        assertThat(running(3)).isEqualTo(30);
        assertThat(rig.get("/api/v1/pipes/host")).containsEntry("live", 3);
    }

    @Test
    void stagesComeOneAfterTheOtherWithTimeToLook() {
        fleet(10);
        first();
        int second = rig.revise(pipe, "host", 2);
        Object rollout = rig.ask("POST", "/api/v1/rollouts", Map.of("pipe", "host", "revision", second, "strategy", Map.of("stages",
                List.of(Map.of("selector", "site=north", "soak", "10m"))))).get("id");
        for (int i = 0; i < 6; i++) {
            everybodySyncs();
        }
        assertThat(show(rollout)).containsEntry("step", "soaking").containsEntry("done", 5);
        assertThat(agents).filteredOn(agent -> agent.runs(pipe) == 2).allMatch(agent -> agent.tags.get("site").equals("north"));

        rig.pass(Duration.ofMinutes(9));
        everybodySyncs();
        assertThat(running(2)).isEqualTo(5);
        rig.pass(Duration.ofMinutes(2));
        run(rollout);

        assertThat(show(rollout)).containsEntry("state", "completed");
        assertThat(running(2)).isEqualTo(10);
    }

    @Test
    void aParameterGoesThroughTheSameGate() {
        fleet(10);
        first();
        assertThat(rig.ask("PUT", "/api/v1/parameters/tags/site=north?dryRun=true", Map.of("entries", Map.of("every", "5s")), 0))
                .containsEntry("touches", 5);
        assertThat(rig.ask("PUT", "/api/v1/parameters/tags/site=north?dryRun=true", Map.of("entries", Map.of("other", "5s")), 0))
                .containsEntry("touches", 0);

        Map<String, Object> gate = rig.ask("PUT", "/api/v1/parameters/tags/site=north", Map.of("entries", Map.of("every", "5s")), 0);
        assertThat(gate).containsEntry("touches", 5);
        assertThat(show(gate.get("rollout"))).containsEntry("released", 3).containsEntry("cause", "parameters");
        assertThat(rig.refusal("PUT", "/api/v1/parameters/tags/site=north", Map.of("entries", Map.of("every", "7s")), 1).code())
                .as("it would change what is on its way").isEqualTo("rollouts.running");
        run(gate.get("rollout"));

        assertThat(show(gate.get("rollout"))).containsEntry("state", "completed").containsEntry("done", 5);
        assertThat(rig.items("/api/v1/agents/" + agents.get(0).id.get() + "/parameters").get(0)).containsEntry("value", "5s")
                .containsEntry("level", "tag").containsEntry("owner", "site=north");
    }

    @Test
    void aTagThatChangesWhatRunsIsARolloutToo() {
        fleet(4);
        rig.ask("PUT", "/api/v1/pipes/host/assignment", Map.of("selector", "site=north"), 2);
        first();
        SimulatedAgent south = agents.get(1);
        String place = "/api/v1/agents/" + south.id.get();
        assertThat(rig.ask("PATCH", place + "?dryRun=true", Map.of("tags", Map.of("site", "north")), 1)).containsEntry("touches", 1);

        Map<String, Object> changed = rig.ask("PATCH", place, Map.of("tags", Map.of("site", "north")), 1);
        run(changed.get("rollout"));

        assertThat(south.runs(pipe)).isEqualTo(1);
        long version = ((Number) rig.get(place).get("version")).longValue();
        Map<String, Object> again = rig.ask("PATCH", place, Map.of("tags", Map.of("site", "south")), version);
        run(again.get("rollout"));
        assertThat(south.has(pipe)).isFalse();
        assertThat(show(again.get("rollout"))).containsEntry("state", "completed");
    }

    @Test
    void settingsReachAgentsByTheirOwnRollout() {
        fleet(5);
        Map<String, Object> gate = rig.ask("PUT", "/api/v1/settings/global", Map.of("entries", Map.of("log.level", "debug")), 0);
        assertThat(gate).containsEntry("touches", 5);
        run(gate.get("rollout"));

        assertThat(show(gate.get("rollout"))).containsEntry("state", "completed");
        assertThat(agents).allSatisfy(agent -> assertThat(agent.settings).isEqualTo(Map.of("log.level", "debug")));
    }

    @Test
    void whoIsAwayIsPassedOverAndGetsItWhenItComesBack() {
        fleet(4);
        first();
        SimulatedAgent away = agents.remove(2);
        rig.clock.advance(Duration.ofMinutes(5));
        everybodySyncs();
        rig.pass(Duration.ofSeconds(1));
        assertThat(rig.get("/api/v1/agents/" + away.id.get())).containsEntry("substate", "offline");
        Object rollout = rig.rollOut(pipe, rig.revise(pipe, "host", 2)).get("id");
        for (int i = 0; i < 15 && show(rollout).get("state").equals("running"); i++) {
            rig.pass(Duration.ofMinutes(1));
            everybodySyncs();
            everybodySyncs();
        }
        assertThat(show(rollout)).containsEntry("state", "completed").containsEntry("skipped", 1).containsEntry("done", 3);

        away.sync();
        assertThat(away.runs(pipe)).isEqualTo(2);
    }

    @Test
    void whoDoesNotAnswerInTimeHasFailed() {
        fleet(4);
        first();
        agents.forEach(agent -> agent.deaf = true);
        Object rollout = rig.rollOut(pipe, rig.revise(pipe, "host", 2)).get("id");
        for (int i = 0; i < 30 && show(rollout).get("state").equals("running"); i++) {
            rig.pass(Duration.ofSeconds(30));
            everybodySyncs();
        }
        assertThat(show(rollout)).containsEntry("state", "paused").containsEntry("failed", 3);
        assertThat((String) show(rollout).get("reason")).contains("no answer within 10m");
    }

    @Test
    void whoIsDrainedOrDisabledIsNotWaitedFor() {
        fleet(4);
        first();
        SimulatedAgent drained = agents.get(0);
        rig.ask("POST", "/api/v1/agents/" + drained.id.get() + "/actions", Map.of("action", "drain"));
        drained.deaf = true;
        String disabled = "/api/v1/agents/" + agents.get(1).id.get();
        rig.ask("PATCH", disabled, Map.of("disabled", true), ((Number) rig.get(disabled).get("version")).longValue());
        Object rollout = rig.rollOut(pipe, rig.revise(pipe, "host", 2)).get("id");
        run(rollout);
        assertThat(show(rollout)).containsEntry("state", "completed").containsEntry("skipped", 2).containsEntry("done", 2);
    }

    @Test
    void removingAPipeTakesItFromAgents() {
        fleet(5);
        first();
        Map<String, Object> gate = rig.ask("DELETE", "/api/v1/pipes/host", "", ((Number) rig.get("/api/v1/pipes/host")
                .get("version")).longValue());
        assertThat(gate).containsEntry("touches", 5);
        run(gate.get("rollout"));
        assertThat(agents).noneMatch(agent -> agent.has(pipe));
        assertThat(show(gate.get("rollout"))).containsEntry("state", "completed");
        assertThat(rig.refusal("GET", "/api/v1/pipes/" + pipe, "").code()).isEqualTo("pipes.removed");
    }

    @Test
    void pausingAPipeHoldsItEverywhere() {
        fleet(3);
        first();
        Map<String, Object> gate = rig.ask("PATCH", "/api/v1/pipes/host", Map.of("desired", "paused"), ((Number) rig
                .get("/api/v1/pipes/host").get("version")).longValue());
        run(gate.get("rollout"));
        assertThat(show(gate.get("rollout"))).containsEntry("state", "completed");
        assertThat(rig.items("/api/v1/agents/" + agents.get(0).id.get() + "/pipes").get(0)).containsEntry("state", "paused");
    }

    @Test
    void anAbortedFirstRolloutIsNotFinishedByTheBackDoor() {
        fleet(8);
        first();
        run(rig.ask("PUT", "/api/v1/pipes/host/assignment", Map.of("selector", "site=north"), 2).get("rollout"));
        Map<String, Object> gate = rig.ask("PUT", "/api/v1/pipes/host/assignment", Map.of("selector", "*"), 3);
        act(gate.get("rollout"), "abort", "");
        rig.pass(Duration.ofMinutes(1));
        everybodySyncs();
        everybodySyncs();
        assertThat(agents.stream().filter(agent -> agent.has(pipe)).count()).isEqualTo(4);
    }
}
