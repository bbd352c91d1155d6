package io.penstock.control.server.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.control.api.Desired;
import io.penstock.control.api.HealthRule;
import io.penstock.control.api.Json;
import io.penstock.control.api.OnFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What agents are to run, and where each value comes from. */
class PlannerTest {
    private static final String HASH = "a".repeat(64);
    private final PlannedPipe host = new PlannedPipe("0192f3a1-7c4e-7b21-9f60-3a5d2c1e8b47", "host",
            Optional.of(new PlannedPipe.Wanted(3, HASH, 17, Map.of("every", Optional.of("1s"), "url", Optional.empty()))),
            Selector.parse("site=north"), Set.of("special"), Desired.RUNNING, new HealthRule(3, 30), OnFailure.ROLLBACK);

    private static AgentFacts agent(String id, String... tags) {
        TreeMap<String, String> all = new TreeMap<>();
        for (String tag : tags) {
            String[] parts = tag.split("=", 2);
            all.put(parts[0], parts.length > 1 ? parts[1] : "");
        }
        return new AgentFacts(id, id, "", "", "", "linux", "amd64", "0.1.0", all);
    }

    private static TreeMap<String, Object> entries(Object... pairs) {
        TreeMap<String, Object> entries = new TreeMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            entries.put((String) pairs[i], pairs[i + 1]);
        }
        return entries;
    }

    private Configuration with(EntrySets parameters) {
        return new Configuration(Map.of(host.id(), host), parameters, EntrySets.NONE);
    }

    @Test
    void aPipeGoesToWhomItsSelectorOrItsListNames() {
        assertThat(Planner.plan(agent("a", "site=north"), with(EntrySets.NONE))).containsOnlyKeys(host.id());
        assertThat(Planner.plan(agent("special"), with(EntrySets.NONE))).containsOnlyKeys(host.id());
        assertThat(Planner.plan(agent("b", "site=south"), with(EntrySets.NONE))).isEmpty();
        PlannedPipe never = new PlannedPipe(host.id(), "host", Optional.empty(), Selector.ALL, Set.of(), Desired.RUNNING,
                host.health(), OnFailure.STOP);
        assertThat(Planner.plan(agent("a"), Configuration.EMPTY.with(never))).isEmpty();
    }

    @Test
    void theAgentsValueGoesBeforeItsTagsAndThatBeforeTheGlobalOne() {
        EntrySets sets = EntrySets.NONE.with(Level.GLOBAL, "", entries("url", "global", "other", 1))
                .with(Level.TAG, "site=north", entries("url", "tag")).with(Level.AGENT, "a", entries("url", "agent"));
        assertThat(params("a", sets)).isEqualTo(Map.of("url", "agent"));
        assertThat(params("b", sets)).isEqualTo(Map.of("url", "tag"));
        Resolved value = sets.resolve(agent("a", "site=north"), "url").orElseThrow();
        assertThat(value.level()).isEqualTo(Level.AGENT);
        assertThat(value.overridden()).containsExactly(new Origin("tag", Level.TAG, "site=north"),
                new Origin("global", Level.GLOBAL, ""));
        assertThat(value.ambiguous()).isFalse();
    }

    private Map<String, Object> params(String id, EntrySets sets) {
        return Planner.plan(agent(id, "site=north"), with(sets)).get(host.id()).params();
    }

    @Test
    void ofTwoTagsTheLaterInTheAlphabetWinsAndIsCalledAmbiguous() {
        EntrySets sets = EntrySets.NONE.with(Level.TAG, "rack=7", entries("url", "rack"))
                .with(Level.TAG, "site=north", entries("url", "site")).with(Level.TAG, "urgent", entries("every", "2s"));
        AgentFacts both = agent("a", "rack=7", "site=north", "urgent");
        Resolved url = sets.resolve(both, "url").orElseThrow();
        assertThat(url.value()).isEqualTo("site");
        assertThat(url.ambiguous()).isTrue();
        assertThat(sets.resolve(both, "every").orElseThrow().ambiguous()).isFalse();
        assertThat(sets.with(Level.TAG, "rack=7", entries("url", "site")).resolve(both, "url").orElseThrow().ambiguous())
                .as("both say the same").isFalse();
    }

    @Test
    void onlyDeclaredParametersTravel() {
        assertThat(params("a", EntrySets.NONE.with(Level.GLOBAL, "", entries("unknown", 1)))).isEmpty();
    }

    @Test
    void aPipesDefaultIsTheWeakestLevelAndDoesNotTravel() {
        assertThat(params("a", EntrySets.NONE)).isEmpty();
        List<Resolved> shown = Planner.parameters(agent("a", "site=north"), with(EntrySets.NONE)).get(host.id());
        assertThat(shown).singleElement().satisfies(value -> assertThat(value.level()).isEqualTo(Level.PIPE));
    }

    @Test
    void emptyEntriesTakeALevelAway() {
        EntrySets sets = EntrySets.NONE.with(Level.TAG, "x", entries("url", 1)).with(Level.TAG, "x", entries());
        assertThat(sets.tags()).isEmpty();
    }

    @Test
    void aSpecIsNamedByWhatItSaysAlone() {
        Json json = new Json();
        Spec one = Planner.plan(agent("a", "site=north"), with(EntrySets.NONE.with(Level.GLOBAL, "", entries("url", "x", "every",
                "2s")))).get(host.id());
        Spec same = Planner.plan(agent("b", "site=north"), with(EntrySets.NONE.with(Level.GLOBAL, "", entries("every", "2s")
                ).with(Level.AGENT, "b", entries("url", "x")))).get(host.id());
        assertThat(one).isEqualTo(same);
        assertThat(Spec.hash(one.body(json))).isEqualTo(Spec.hash(same.body(json))).hasSize(64);
        assertThat(Spec.of(json, one.body(json))).isEqualTo(one);
        assertThat(one.body(json)).as("golden: agents of the version before rely on it").isEqualTo("{\"pipeId\":\"" + host.id()
                + "\",\"name\":\"host\",\"revision\":3,\"desired\":\"running\",\"artifact\":{\"sha256\":\"" + HASH
                + "\",\"size\":17},\"params\":{\"every\":\"2s\",\"url\":\"x\"},\"health\":{\"graceSeconds\":3,\"withinSeconds\":30},"
                + "\"onFailure\":\"rollback\"}");
    }
}
