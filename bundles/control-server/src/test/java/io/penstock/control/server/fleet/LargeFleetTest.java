package io.penstock.control.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.control.server.http.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A thousand agents: what a bad pipe breaks, how many batches a good one takes, what rest costs the store. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LargeFleetTest {
    private static final int AGENTS = 1000;
    private FleetRig rig;
    private final Random random = new Random(31);
    private final List<SimulatedAgent> agents = new ArrayList<>();
    private String pipe;

    @BeforeAll
    void open(@TempDir Path folder) {
        rig = new FleetRig(folder);
        String key = (String) rig.ask("POST", "/api/v1/enrolments", Map.of("label", "all")).get("key");
        for (int i = 0; i < AGENTS; i++) {
            agents.add(new SimulatedAgent(rig, "agent-" + i, random));
        }
        List<CompletableFuture<Answer>> answers = agents.stream().map(agent ->
                rig.enroll(key, agent.request(Optional.empty()))).toList();
        for (int i = 0; i < AGENTS; i++) {
            agents.get(i).enrolled(answers.get(i).join());
        }
        pipe = rig.pipe("host", "*");
        everybodySyncs();
    }

    @AfterAll
    void close() {
        rig.close();
    }

    private void everybodySyncs() {
        agents.forEach(SimulatedAgent::sync);
        rig.settle();
    }

    private Map<String, Object> show(Object rollout) {
        return rig.get("/api/v1/rollouts/" + rollout);
    }

    @Test
    @Order(1)
    void aGoodPipeTakesThirteenBatchesAtMost() {
        Object rollout = rig.rollOut(pipe, 1).get("id");
        int batches = 0;
        for (long released = -1; show(rollout).get("state").equals("running"); batches++) {
            assertThat(((Number) show(rollout).get("released")).longValue()).as("every round releases a batch").isGreaterThan(released);
            released = ((Number) show(rollout).get("released")).longValue();
            everybodySyncs();
            everybodySyncs();
        }
        assertThat(batches).isLessThanOrEqualTo(13);
        assertThat(show(rollout)).containsEntry("state", "completed").containsEntry("done", AGENTS);
        assertThat(agents).allMatch(agent -> agent.runs(pipe) == 1);
    }

    @Test
    @Order(2)
    void aBadPipeBreaksThreeAtMost() {
        int second = rig.revise(pipe, "host", 2);
        agents.forEach(agent -> agent.bad = spec -> spec.revision() == second);
        Object rollout = rig.rollOut(pipe, second).get("id");
        for (int i = 0; i < 5; i++) {
            everybodySyncs();
        }
        assertThat(show(rollout)).containsEntry("state", "paused").containsEntry("released", 3);
        assertThat(agents.stream().filter(agent -> agent.tried.contains(second)).count()).isLessThanOrEqualTo(3);
        assertThat(agents).allMatch(agent -> agent.runs(pipe) == 1);
    }

    @Test
    @Order(3)
    void restCostsTheStoreNextToNothing() {
        for (int i = 0; i < 8; i++) {
            everybodySyncs();
            rig.pass(Duration.ofSeconds(15));
        }
        long before = rig.store.commits();
        for (int i = 0; i < 12; i++) {
            agents.forEach(SimulatedAgent::sync);
            for (int fifth = 0; fifth < 3; fifth++) {
                rig.clock.advance(Duration.ofSeconds(5));
                rig.fleet.pulse().often();
                rig.fleet.pulse().everySecond();
                rig.fleet.pulse().everyFiveSeconds();
            }
        }
        rig.settle();
        assertThat(rig.store.commits() - before).as("transactions in 180 s").isLessThan(180 * 2);
        assertThat(rig.get("/api/v1/agents/facets").get("states")).isEqualTo(Map.of("running", AGENTS));
    }

    @Test
    @Order(4)
    void whatOneServerWroteTheNextStartKnows() {
        Map<String, Object> before = rig.get("/api/v1/agents/facets");
        String hash = (String) ((Map<?, ?>) rig.get("/api/v1/agents/" + agents.get(0).id.get()).get("manifest")).get("desired");
        rig = rig.again();
        assertThat(rig.get("/api/v1/agents/facets")).isEqualTo(before);
        assertThat(((Map<?, ?>) rig.get("/api/v1/agents/" + agents.get(0).id.get()).get("manifest")).get("desired"))
                .as("nothing unchanged travels after a restart").isEqualTo(hash);
        agents.forEach(agent -> agent.rig = rig);
        SimulatedAgent first = agents.get(0);
        assertThat(first.sync()).as("the server asks for everything").isEqualTo(200);
        assertThat(first.sync()).isEqualTo(204);
    }
}
