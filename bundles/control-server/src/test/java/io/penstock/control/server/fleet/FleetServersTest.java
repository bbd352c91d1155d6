package io.penstock.control.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.control.server.store.PostgresPlace;
import io.penstock.core.error.PenstockException;
import io.penstock.core.time.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two servers on one database, agents that change over between them, servers that stop and start, people who pause, resume, abort
 * and send new revisions, some of them bad: by a seed, so that what fails can be played again.
 */
@Tag("postgres")
class FleetServersTest {
    private static final int AGENTS = 24;
    private static final int STEPS = 60;
    private final List<FleetRig> servers = new ArrayList<>();
    private final List<SimulatedAgent> agents = new ArrayList<>();
    private final Set<Integer> badRevisions = new TreeSet<>();
    private Random random;
    private String pipe;
    private int revision = 1;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void nothingIsLostOrDoneTwice(long seed, @TempDir Path folder) {
        random = new Random(seed);
        ManualClock clock = new ManualClock(Instant.parse("2026-11-21T00:00:00Z"));
        try (PostgresPlace place = new PostgresPlace(folder)) {
            for (int i = 0; i < 2; i++) {
                servers.add(new FleetRig(folder.resolve("server-" + i), clock, place.settings("0192f3a1-7c4e-7b21-9f60-3a5d2c1e8b4"
                        + i)));
            }
            begin();
            for (int step = 0; step < STEPS; step++) {
                step();
                assertThat(brokenAtOnce()).as("seed %d, step %d", seed, step).isLessThanOrEqualTo(3);
            }
            end(seed);
        } finally {
            servers.forEach(FleetRig::close);
        }
    }

    private FleetRig any() {
        return servers.get(random.nextInt(servers.size()));
    }

    private void begin() {
        String key = (String) servers.get(0).ask("POST", "/api/v1/enrolments", Map.of("label", "all")).get("key");
        reach();
        for (int i = 0; i < AGENTS; i++) {
            FleetRig rig = any();
            boolean heard = rig.access.credentials().verify(key).isPresent();
            SimulatedAgent agent = new SimulatedAgent(heard ? rig : servers.get(0), "agent-" + i, random);
            agent.enroll(key, Optional.empty());
            agent.bad = spec -> badRevisions.contains(spec.revision());
            agents.add(agent);
        }
        pipe = servers.get(0).pipe("host", "*");
        reach();
        agents.forEach(this::sync);
        servers.get(1).rollOut(pipe, 1);
        for (int i = 0; i < 12; i++) {
            settle();
        }
        assertThat(agents).allMatch(agent -> agent.runs(pipe) == 1);
    }

    private void reach() {
        servers.forEach(FleetRig::reach);
    }

    private void sync(SimulatedAgent agent) {
        FleetRig other = any();
        // a credential made a moment ago by one server is heard of by the other a moment later: an agent would ask again
        if (other.access.credentials().verify(agent.token.orElseThrow()).isPresent()) {
            agent.rig = other;
        }
        agent.sync();
    }

    private void settle() {
        reach();
        agents.forEach(this::sync);
        servers.forEach(FleetRig::settle);
        reach();
    }

    private void pass(Duration time) {
        servers.get(0).clock.advance(time);
        servers.forEach(rig -> rig.pass(Duration.ZERO));
    }

    private void step() {
        switch (random.nextInt(8)) {
            case 0 -> person();
            case 1 -> {
                int which = random.nextInt(servers.size());
                servers.set(which, servers.get(which).again());
            }
            case 2 -> pass(Duration.ofSeconds(1 + random.nextInt(20)));
            default -> {
                reach();
                agents.stream().filter(agent -> random.nextInt(3) > 0).forEach(this::sync);
                any().settle();
            }
        }
    }

    /** What people may do is done or refused by name. */
    private void person() {
        FleetRig rig = any();
        rig.reach();
        Optional<Map<String, Object>> open = rig.items("/api/v1/rollouts").stream()
                .filter(one -> List.of("running", "paused").contains(one.get("state"))).findFirst();
        try {
            if (open.isEmpty() || random.nextInt(3) == 0) {
                int next = rig.revise(pipe, "host", revision + 1);
                revision = next;
                if (random.nextBoolean()) {
                    badRevisions.add(next);
                }
                rig.rollOut(pipe, next);
            } else {
                String verb = List.of("pause", "resume", "abort").get(random.nextInt(3));
                boolean badOne = badRevisions.contains(open.get().get("revision"));
                rig.ask("POST", "/api/v1/rollouts/" + open.get().get("id") + "/" + (badOne ? "abort" : verb),
                        verb.equals("resume") && !badOne ? Map.of("retryFailed", true) : "",
                        ((Number) open.get().get("version")).longValue());
            }
        } catch (PenstockException e) {
            assertThat(e.code()).isIn("rollouts.state", "rollouts.version", "rollouts.empty", "rollouts.running");
        }
    }

    /** Agents that have a bad revision before them now. */
    private long brokenAtOnce() {
        return badRevisions.stream().mapToLong(bad -> agents.stream().filter(agent -> agent.tried.contains(bad)).count()).max()
                .orElse(0);
    }

    private void end(long seed) {
        FleetRig rig = servers.get(0);
        int good = rig.revise(pipe, "host", revision + 1);
        Object last = rig.rollOut(pipe, good).get("id");
        for (int i = 0; i < 20 && !rig.get("/api/v1/rollouts/" + last).get("state").equals("completed"); i++) {
            settle();
            pass(Duration.ofSeconds(5));
        }
        settle();
        assertThat(rig.get("/api/v1/rollouts/" + last)).as("seed %d", seed).containsEntry("state", "completed");
        assertThat(agents).as("seed %d", seed).allMatch(agent -> agent.runs(pipe) == good);
        assertThat(rig.get("/api/v1/pipes/host")).containsEntry("live", good);
        for (FleetRig one : servers) {
            assertThat(one.get("/api/v1/agents/facets").get("states")).as("seed %d", seed).isEqualTo(Map.of("running", AGENTS));
        }
        long twice = rig.store.read(rows -> rows.one("select count(*) as many from (select rollout_id, agent_id, pipe_id from "
                + "rollout_targets group by rollout_id, agent_id, pipe_id having count(*) > 1) t", row -> row.number("many"))).join()
                .orElseThrow();
        assertThat(twice).isZero();
    }
}
