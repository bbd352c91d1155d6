package io.penstock.control.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.control.api.EnrollStatus;
import io.penstock.control.api.Problem;
import io.penstock.control.server.http.Answer;
import io.penstock.core.error.PenstockException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How agents get in, and who does not. */
class EnrolmentTest {
    @TempDir
    Path folder;
    private FleetRig rig;
    private final Random random = new Random(23);

    @BeforeEach
    void open() {
        rig = new FleetRig(folder);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private String key(Map<String, Object> more) {
        Map<String, Object> wanted = new java.util.HashMap<>(Map.of("label", "key"));
        wanted.putAll(more);
        return (String) rig.ask("POST", "/api/v1/enrolments", wanted).get("key");
    }

    private SimulatedAgent agent(String name) {
        return new SimulatedAgent(rig, name, random);
    }

    private String code(SimulatedAgent agent, String key) {
        try {
            Answer answer = rig.enroll(key, agent.request(Optional.empty())).join();
            return answer instanceof Answer.Refusal refusal ? refusal.problem().code().code() : "";
        } catch (CompletionException e) {
            return ((PenstockException) e.getCause()).code();
        }
    }

    @Test
    void aThousandAgentsRetriedUnderLossMakeAThousandEntries() {
        String key = key(Map.of());
        List<SimulatedAgent> waiting = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            waiting.add(agent("agent-" + i));
        }
        int asked = 0;
        while (!waiting.isEmpty()) {
            List<CompletableFuture<Answer>> answers = new ArrayList<>();
            List<SimulatedAgent> again = new ArrayList<>();
            for (SimulatedAgent agent : waiting) {
                boolean requestLost = random.nextInt(100) < 15;
                boolean answerLost = random.nextInt(100) < 15;
                if (!requestLost) {
                    answers.add(rig.enroll(key, agent.request(Optional.empty())));
                }
                if (requestLost || answerLost) {
                    again.add(agent);
                }
            }
            asked += waiting.size();
            answers.forEach(CompletableFuture::join);
            waiting = again;
        }
        rig.settle();

        assertThat(asked).isGreaterThan(1200);
        assertThat(rig.get("/api/v1/agents/facets")).containsEntry("total", 1000);
        assertThat(rig.items("/api/v1/enrolments").get(0)).containsEntry("used", 1000);
    }

    @Test
    void whatTheKeyDoesNotAllowIsRefusedByName() {
        assertThat(code(agent("one"), key(Map.of("cidrs", List.of("10.0.0.0/8"))))).isEqualTo("enrol.address");
        String few = key(Map.of("maxAgents", 1));
        assertThat(code(agent("two"), few)).isEmpty();
        assertThat(code(agent("three"), few)).isEqualTo("enrol.limit");
        assertThat(code(agent("TWO"), key(Map.of()))).isEqualTo("enrol.name-taken");
        String closed = key(Map.of("label", "closed"));
        Map<String, Object> shown = rig.items("/api/v1/enrolments").get(0);
        rig.ask("DELETE", "/api/v1/enrolments/" + shown.get("id"), "", 1);
        assertThat(code(agent("four"), closed)).isEqualTo("enrol.closed");
    }

    @Test
    void whoNeedsApprovalWaitsAndThenGetsWhatIsLive() {
        String pipe = rig.pipe("host", "*");
        rig.rollOut(pipe, 1);
        String key = key(Map.of("mode", "approve"));
        SimulatedAgent agent = agent("berlin");
        assertThat(agent.enroll(key, Optional.empty()).status()).isEqualTo(EnrollStatus.PENDING);
        assertThat(agent.token).isEmpty();
        assertThat(rig.get("/api/v1/agents/" + agent.id.get())).containsEntry("state", "pending").containsEntry("substate", "approval");

        rig.ask("POST", "/api/v1/agents/" + agent.id.get() + "/actions", Map.of("action", "approve"));
        assertThat(agent.enroll(key, Optional.empty()).status()).isEqualTo(EnrollStatus.ACTIVE);
        agent.sync();
        assertThat(agent.runs(pipe)).isEqualTo(1);
    }

    @Test
    void removalIsFinalEvenWithAKeyThatStillCounts() {
        String key = key(Map.of());
        SimulatedAgent agent = agent("berlin");
        agent.enroll(key, Optional.empty());
        agent.sync();
        CompletableFuture<Answer> waiting = agent.ask(50);
        long version = ((Number) rig.get("/api/v1/agents/" + agent.id.get()).get("version")).longValue();
        rig.ask("DELETE", "/api/v1/agents/" + agent.id.get(), "", version);

        assertThat(waiting.join().status()).isEqualTo(410);
        assertThat(agent.ask(0).join().status()).isEqualTo(410);
        assertThat(code(agent, key)).isEqualTo("agents.removed");
        assertThat(rig.refusal("GET", "/api/v1/agents/" + agent.id.get(), "").code()).isEqualTo("agents.unknown");
        assertThat(rig.refusal("POST", "/api/v1/agents", Map.of("name", "other", "id", agent.id.get())).code())
                .isEqualTo("agents.id-taken");
        assertThat(code(agent("berlin"), key)).as("its name is free again").isEmpty();
    }

    @Test
    void oneKeyLetsSeveralEntriesInAndNoOthers() {
        String one = (String) rig.ask("POST", "/api/v1/agents", Map.of("name", "one")).get("id");
        String two = (String) rig.ask("POST", "/api/v1/agents", Map.of("name", "two")).get("id");
        String other = (String) rig.ask("POST", "/api/v1/agents", Map.of("name", "other")).get("id");
        String key = (String) rig.ask("POST", "/api/v1/keys", Map.of("label", "both", "agents", List.of(one, two))).get("key");
        agent("one").enroll(key, Optional.of(one));
        agent("two").enroll(key, Optional.of(two));
        assertThatThrownBy(() -> agent("other").enroll(key, Optional.of(other))).hasMessageContaining("not for the agent");
        assertThatThrownBy(() -> agent("none").enroll(key, Optional.empty())).hasMessageContaining("agentId");
    }

    @Test
    void aSecondInstallationIsRefusedWhileTheFirstIsThereAndTakesOverLater() {
        String id = (String) rig.ask("POST", "/api/v1/agents", Map.of("name", "one")).get("id");
        String key = (String) rig.ask("POST", "/api/v1/keys", Map.of("label", "one", "agents", List.of(id))).get("key");
        SimulatedAgent first = agent("one");
        first.enroll(key, Optional.of(id));
        first.sync();
        SimulatedAgent second = agent("one");
        second.machine = "machine-other";
        Answer refused = rig.enroll(key, second.request(Optional.of(id))).join();
        Problem problem = ((Answer.Refusal) refused).problem();
        assertThat(problem.code().code()).isEqualTo("agents.conflict");
        assertThat(problem.conflict().orElseThrow().otherHost()).isEqualTo("host-machine-one");
        assertThat(rig.get("/api/v1/agents/" + id + "/conflict")).containsKey("conflict");

        rig.pass(Duration.ofMinutes(3));
        second.enroll(key, Optional.of(id));
        assertThat(second.sync()).isEqualTo(200);
    }

    @Test
    void aCopiedFolderStartedTwiceIsAConflictWithBothHosts() {
        String key = key(Map.of());
        SimulatedAgent original = agent("berlin");
        original.enroll(key, Optional.empty());
        original.sync();
        SimulatedAgent copy = agent("berlin");
        copy.enrolmentId = original.enrolmentId;
        copy.token = original.token;
        copy.id = original.id;
        copy.machine = "machine-copy";

        copy.sync();
        assertThat(original.sync()).isEqualTo(200);
        Answer told = copy.ask(0).join();

        assertThat(told.status()).isEqualTo(409);
        assertThat(((Answer.Refusal) told).problem().conflict().orElseThrow().otherHost()).isEqualTo("host-machine-berlin");
        assertThat(rig.get("/api/v1/agents/" + original.id.get())).containsEntry("state", "unknown").containsEntry("substate", "conflict");
        Map<?, ?> conflict = (Map<?, ?>) rig.get("/api/v1/agents/" + original.id.get() + "/conflict").get("conflict");
        assertThat(conflict.toString()).contains("host-machine-berlin", "host-machine-copy");
        assertThat(original.sync()).isLessThan(300);

        rig.pass(Duration.ofSeconds(100));
        original.sync();
        rig.pass(Duration.ofSeconds(30));
        original.sync();
        assertThat(rig.get("/api/v1/agents/" + original.id.get())).containsEntry("substate", "online");
    }

    @Test
    void aRestartIsNoConflict() {
        String key = key(Map.of());
        SimulatedAgent agent = agent("berlin");
        agent.enroll(key, Optional.empty());
        agent.sync();
        for (int i = 0; i < 5; i++) {
            agent.restart();
            assertThat(agent.sync()).isLessThan(300);
            assertThat(agent.sync()).isLessThan(300);
        }
        assertThat(rig.get("/api/v1/agents/" + agent.id.get())).containsEntry("substate", "online");
    }

    @Test
    void anAgentThatLostItsFolderGoesOnWithItsLastCredential() {
        String key = key(Map.of());
        SimulatedAgent agent = agent("berlin");
        agent.enroll(key, Optional.empty());
        agent.sync();
        rig.pass(Duration.ofMinutes(5));
        SimulatedAgent again = agent("berlin");
        again.replaces = agent.token;
        assertThat(again.enroll(key, Optional.empty()).agentId()).isEqualTo(agent.id.get());
    }

    @Test
    void theEarlierCredentialEndsWithTheFirstUseOfTheNewOne() {
        String key = key(Map.of());
        SimulatedAgent agent = agent("berlin");
        agent.enroll(key, Optional.empty());
        String first = agent.token.get();
        agent.enroll(key, Optional.empty());
        assertThat(rig.access.credentials().verify(first).orElseThrow().valid()).isTrue();
        agent.sync();
        assertThat(rig.access.credentials().verify(first).orElseThrow().valid()).isFalse();
    }

    @Test
    void rotatingAKeyMissesNoInterval() {
        String key = key(Map.of());
        SimulatedAgent agent = agent("berlin");
        agent.enroll(key, Optional.empty());
        agent.sync();
        String before = agent.token.get();
        Map<String, Object> command = rig.ask("POST", "/api/v1/agents/" + agent.id.get() + "/actions", Map.of("action",
                "rotate-key"));
        rig.pass(Duration.ofSeconds(5));
        assertThat(agent.sync()).isEqualTo(200);
        assertThat(agent.token.get()).isNotEqualTo(before);
        assertThat(agent.sync()).isLessThan(300);
        rig.settle();
        assertThat(rig.get("/api/v1/commands/" + command.get("id"))).containsEntry("state", "done");
        assertThat(rig.access.credentials().verify(before).orElseThrow().valid()).isFalse();
    }
}
