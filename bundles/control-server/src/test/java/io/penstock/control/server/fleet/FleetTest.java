package io.penstock.control.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.control.api.EnrollStatus;
import io.penstock.control.server.http.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way from an entry to a running pipe, and what agents are told on it. */
class FleetTest {
    @TempDir
    Path folder;
    private FleetRig rig;
    private final Random random = new Random(7);

    @BeforeEach
    void open() {
        rig = new FleetRig(folder);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private SimulatedAgent keyed(String name, Map<String, String> tags) {
        Map<String, Object> made = rig.ask("POST", "/api/v1/agents", Map.of("name", name, "tags", tags));
        Map<String, Object> key = rig.ask("POST", "/api/v1/keys", Map.of("label", "of " + name, "agents",
                List.of(made.get("id"))));
        SimulatedAgent agent = new SimulatedAgent(rig, name, random);
        agent.enroll((String) key.get("key"), Optional.of((String) made.get("id")));
        return agent;
    }

    @Test
    void anAgentEnrolsByKeySyncsAndRunsWhatIsSentByTag() {
        SimulatedAgent agent = keyed("berlin", Map.of("site", "north"));
        assertThat(agent.sync()).isEqualTo(200);
        assertThat(rig.get("/api/v1/agents/" + agent.id.get())).containsEntry("substate", "online");
        assertThat(agent.sync()).isEqualTo(204);
        assertThat(rig.get("/api/v1/agents/" + agent.id.get())).containsEntry("state", "running").containsEntry("substate", "online");

        String pipe = rig.pipe("host", "site=north");
        Map<String, Object> rollout = rig.rollOut(pipe, 1);
        assertThat(rollout).containsEntry("state", "running").containsEntry("total", 1);
        assertThat(agent.sync()).isEqualTo(200);
        assertThat(agent.runs(pipe)).isEqualTo(1);
        agent.sync();
        rig.settle();

        assertThat(rig.get("/api/v1/rollouts/" + rollout.get("id"))).containsEntry("state", "completed").containsEntry("done", 1);
        assertThat(rig.get("/api/v1/pipes/host")).containsEntry("live", 1).containsEntry("running", 1).containsEntry("assigned", 1);
        assertThat(rig.items("/api/v1/agents/" + agent.id.get() + "/pipes").get(0)).containsEntry("state", "running");
        assertThat(rig.get("/api/v1/agents/" + agent.id.get())).containsEntry("substate", "online");
    }

    @Test
    void aWaitingRequestIsAnsweredAtOnceWhenSomethingIsNew() {
        SimulatedAgent agent = keyed("berlin", Map.of("site", "north"));
        agent.sync();
        String pipe = rig.pipe("host", "site=north");

        CompletableFuture<Answer> waiting = agent.ask(50);
        assertThat(waiting).isNotDone();
        rig.rollOut(pipe, 1);

        agent.take(waiting.join());
        assertThat(agent.runs(pipe)).isEqualTo(1);
    }

    @Test
    void aWaitingRequestEndsWhenItsTimeIsOverAndWhenANewerOneComes() {
        SimulatedAgent agent = keyed("berlin", Map.of());
        agent.sync();
        CompletableFuture<Answer> first = agent.ask(50);
        CompletableFuture<Answer> second = agent.ask(50);
        assertThat(first.join().status()).isEqualTo(204);
        assertThat(first.join().headers()).containsKey("Penstock-Sync");
        assertThat(second).isNotDone();

        rig.pass(Duration.ofSeconds(51));

        assertThat(second.join().status()).isEqualTo(204);
    }

    @Test
    void whoComesAnewGetsWhatIsLiveAtOnce() {
        SimulatedAgent first = keyed("berlin", Map.of("site", "north"));
        first.sync();
        String pipe = rig.pipe("host", "site=north");
        rig.rollOut(pipe, 1);
        first.sync();
        first.sync();
        rig.settle();

        SimulatedAgent second = keyed("bonn", Map.of("site", "north"));
        second.sync();

        assertThat(second.runs(pipe)).isEqualTo(1);
    }

    @Test
    void anEnrolmentKeyMakesEntriesUpToItsLimit() {
        Map<String, Object> key = rig.ask("POST", "/api/v1/enrolments", Map.of("label", "north", "maxAgents", 1, "tags",
                Map.of("site", "north")));
        SimulatedAgent agent = new SimulatedAgent(rig, "berlin", random);
        assertThat(agent.enroll((String) key.get("key"), Optional.empty()).status()).isEqualTo(EnrollStatus.ACTIVE);
        assertThat(agent.enroll((String) key.get("key"), Optional.empty()).agentId()).isEqualTo(agent.id.get());
        agent.sync();

        assertThat(rig.get("/api/v1/agents/" + agent.id.get())).containsEntry("tags", Map.of("site", "north"));
        assertThat(rig.get("/api/v1/enrolments/" + key.get("id"))).containsEntry("used", 1).containsEntry("state", "used-up");
        SimulatedAgent other = new SimulatedAgent(rig, "bonn", random);
        CompletableFuture<Answer> refused = rig.enroll((String) key.get("key"), other.request(Optional.empty()));
        assertThat(refused.handle((answer, failure) -> failure.getMessage()).join()).contains("as often as it may");
    }

    @Test
    void listsFilterSortAndPage() {
        for (String name : List.of("delta", "alpha", "charlie", "bravo")) {
            rig.ask("POST", "/api/v1/agents", Map.of("name", name, "tags", Map.of("site", name.startsWith("c") ? "south" : "north")));
        }
        Map<String, Object> first = rig.get("/api/v1/agents?limit=2");
        assertThat(rig.items("/api/v1/agents?limit=2")).extracting(item -> item.get("name")).containsExactly("alpha", "bravo");
        assertThat(rig.items("/api/v1/agents?limit=2&after=" + first.get("next"))).extracting(item -> item.get("name"))
                .containsExactly("charlie", "delta");
        assertThat(rig.items("/api/v1/agents?filter=site%3Dnorth%20and%20name~A&sort=-name"))
                .extracting(item -> item.get("name")).containsExactly("delta", "bravo", "alpha");
        assertThat(rig.get("/api/v1/agents/facets")).containsEntry("total", 4);
    }

    @Test
    void theServersOwnAgentBeginsWithWhatIsShippedOnce() {
        String text = "name: shipped\ninput: {host: {}}\noutput: {stdout: {}}\n";
        assertThat(rig.fleet.seed(List.of(text)).toCompletableFuture().join()).isEqualTo(1);
        assertThat(rig.fleet.seed(List.of(text)).toCompletableFuture().join()).isZero();
        SimulatedAgent agent = new SimulatedAgent(rig, "own", random);
        agent.enroll(rig.fleet.localKey().toCompletableFuture().join().reveal(), Optional.empty());
        assertThat(agent.sync()).isEqualTo(200);

        assertThat(rig.get("/api/v1/pipes/shipped")).containsEntry("live", 1).containsEntry("selector", "internal");
        assertThat(rig.items("/api/v1/agents/" + agent.id.get() + "/pipes")).hasSize(1);
    }
}
