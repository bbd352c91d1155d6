package io.penstock.itest;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The tour of the README: from an empty server to a pipe on two agents, a bad revision that comes back, and the record of it. */
class ControlTourIT {
    private static final String PIPE = """
            name: pulse
            input: {generate: {rate: 5/s}}
            output: {%s}
            """;

    @Test
    void goesThroughOnTheEmbeddedStore() throws Exception {
        tour("");
    }

    @Test
    void goesThroughOnPostgresByOneSetting() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().setConnectConfig("connectTimeout", "60").start()) {
            tour("database = \"" + postgres.getJdbcUrl("postgres", "postgres") + "\"\n");
        }
    }

    private static void tour(String database) throws Exception {
        ControlHomes homes = new ControlHomes(database);
        Path berlin = Distribution.newHome("control-berlin");
        Path oslo = Distribution.newHome("control-oslo");
        try (StartedProcess server = homes.startServer()) {
            homes.setUp();
            assertThat(homes.run("whoami")).contains("ann", "admin");
            String pin = String.valueOf(((Map<?, ?>) homes.asked("server", "show")).get("pin"));

            Map<?, ?> made = (Map<?, ?>) homes.asked("agents", "create", "berlin", "--tag", "site=north");
            Path key = homes.person.resolve("berlin.key");
            homes.run("keys", "create", "--agent", "berlin", "--file", key.toString());
            Path enrolment = homes.person.resolve("north.key");
            homes.run("enrolments", "create", "--label", "north", "--tag", "site=north", "--max", "5", "--file", enrolment.toString());
            try (StartedProcess first = ControlHomes.startAgent(berlin, "PENSTOCK_SERVER_URL=" + homes.url(), "PENSTOCK_SERVER_PIN=" + pin,
                            "PENSTOCK_AGENT_ID=" + made.get("id"), "PENSTOCK_API_KEY_FILE=" + key);
                    StartedProcess second = ControlHomes.startAgent(oslo, "PENSTOCK_SERVER_URL=" + homes.url(), "PENSTOCK_SERVER_PIN=" + pin,
                            "PENSTOCK_AGENT_NAME=oslo", "PENSTOCK_ENROLMENT_KEY_FILE=" + enrolment)) {
                Eventually.holds("both are online", () -> states(homes).equals(List.of("online", "online")), () -> homes.run("agents", "list"));
                pushAndBreak(homes);
            }
        }
    }

    private static void pushAndBreak(ControlHomes homes) throws Exception {
        Path pipe = Files.writeString(homes.person.resolve("pulse.yaml"), PIPE.formatted("discard: {}"));
        assertThat(homes.run("pipes", "push", pipe.toString(), "--to", "site=north", "--wait")).contains("completed: 2 of 2 agents");
        assertThat(homes.run("pipes", "list")).contains("pulse");
        Eventually.holds("it delivers", () -> homes.rows("agents", "pipes", "oslo").stream()
                .anyMatch(row -> (Long) ((Map<?, ?>) row.get("counters")).get("out") > 0), () -> homes.run("agents", "pipes", "oslo"));

        Files.writeString(pipe, PIPE.formatted("file: {path: /proc/nowhere/out}"));
        ControlHomes.Said bad = homes.say("pipes", "push", pipe.toString(), "-m", "Bad", "--wait", "--first", "1");
        assertThat(bad.code()).as(bad.text()).isEqualTo(75);
        assertThat(bad.text()).contains("paused", "failed");
        Eventually.holds("the first revision runs everywhere", () -> homes.rows("agents", "pipes", "berlin").stream()
                .allMatch(row -> ((Map<?, ?>) row.get("running")).get("revision").equals(1L)), () -> homes.run("agents", "pipes", "berlin"));
        homes.run("rollouts", "abort", "pulse");

        assertThat(homes.run("pipes", "history", "pulse")).contains("Bad");
        assertThat(homes.run("audit", "--limit", "100")).contains("ann").doesNotContain("canary");
        assertThat(homes.run("audit", "verify")).contains("nobody has changed");
        String exported = homes.run("export");
        assertThat(exported).contains("kind: Pipe", "name: pulse", "kind: Agent").doesNotContain("pst_");
        Path documents = Files.writeString(homes.person.resolve("all.yaml"), exported);
        assertThat(homes.run("apply", "-f", documents.toString())).contains("nothing differs");
        assertThat(homes.run("export")).isEqualTo(exported);
    }

    private static List<Object> states(ControlHomes homes) {
        return homes.rows("agents", "list").stream().<Object>map(row -> row.get("substate")).toList();
    }
}
