package io.penstock.itest;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.admin.api.PlainJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A home for a control server, homes for its agents, and a person with a command line. Used by one thread. */
final class ControlHomes {
    private static final String RUNS = "Penstock runs";
    private static final String PASSWORD = "canary-tour-password";

    final Path server = Distribution.newHome("control-server");
    final Path person = Distribution.newHome("control-person");
    private final int port = RelayHomes.freePort();

    /** @param database lines of the server's table */
    ControlHomes(String database) throws Exception {
        Files.writeString(server.resolve("conf/penstock.toml"), "\n[control-server]\naddress = \"127.0.0.1:" + port + "\"\n" + database,
                StandardOpenOption.APPEND);
        Files.writeString(person.resolve("password"), PASSWORD + "\n");
    }

    String url() {
        return "https://127.0.0.1:" + port;
    }

    StartedProcess startServer() throws Exception {
        StartedProcess process = StartedProcess.penstock(Distribution.full().folder(), server, "server");
        process.awaitSaid(RUNS);
        return process;
    }

    /** An agent told by its environment where to go and how to get in. */
    static StartedProcess startAgent(Path home, String... environment) throws Exception {
        List<String> wrapper = new ArrayList<>(List.of("env"));
        wrapper.addAll(Arrays.asList(environment));
        StartedProcess process = StartedProcess.penstock(wrapper, Distribution.agent().folder(), home, "agent");
        process.awaitSaid(RUNS);
        return process;
    }

    /** Makes the first admin, who is signed in from then on. */
    void setUp() throws Exception {
        List<String> said = new ArrayList<>();
        Eventually.holds("there is an admin", () -> {
            Said setup = say("setup", "--user", "ann", "--password-file", person.resolve("password").toString(),
                    "--data", server.resolve("data").toString(), "--context", "tour");
            said.add(setup.text());
            return setup.code() == 0;
        }, () -> said);
    }

    /** A command that must succeed; what it printed. */
    String run(String... words) {
        Said said = say(words);
        assertThat(said.code()).as(String.join(" ", words) + ": " + said.text()).isZero();
        return said.text();
    }

    /** The same as plain values. */
    Object asked(String... words) {
        List<String> all = new ArrayList<>(Arrays.asList(words));
        all.addAll(List.of("-o", "json"));
        return PlainJson.read(run(all.toArray(String[]::new)));
    }

    List<Map<?, ?>> rows(String... words) {
        List<Map<?, ?>> rows = new ArrayList<>();
        ((List<?>) asked(words)).forEach(row -> rows.add((Map<?, ?>) row));
        return rows;
    }

    /** What a command said, and how it ended. */
    record Said(int code, String text) {
    }

    Said say(String... words) {
        try (StartedProcess command = StartedProcess.penstock(List.of("env", "XDG_CONFIG_HOME=" + person), Distribution.full().folder(), person, words)) {
            return new Said(command.awaitExit(), command.said());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
