package io.penstock.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A pipe whose plugin is not there waits for it, runs when its jar is dropped, and waits again when that is removed. */
class MissingPluginIT {
    private static final String PLUGIN = "io.penstock.plugin.exec";

    private Path home;
    private Path jar;
    private EmbeddedRuntime runtime;

    @BeforeEach
    void startsWithoutThePlugin() throws Exception {
        home = Distribution.newHome("missing");
        runtime = EmbeddedRuntime.start(Distribution.full(), home);
        jar = runtime.jarOf(PLUGIN);
        runtime.bundle(PLUGIN).uninstall();
        runtime.pipe("missing.yaml", """
                name: missing
                input: {exec: {command: [echo, hello]}, schedule: {interval: 100ms, immediate: true}}
                output: {file: {path: "%s", format: raw}, batch: {timeout: 20ms}}
                """.formatted(home.resolve("out.log")));
    }

    @AfterEach
    void stops() throws Exception {
        runtime.close();
    }

    @Test
    void waitsForThePluginAndRunsAsSoonAsItIsDropped() throws Exception {
        Eventually.holds("the pipe waits", () -> runtime.state("missing").equals("WAITING"));
        assertThat(reason()).contains("exec").contains("install bundle plugin-exec");

        Path dropped = drop();
        Eventually.holds("the pipe runs", () -> runtime.state("missing").equals("RUNNING"));
        Eventually.holds("events flow", () -> Files.exists(home.resolve("out.log")));

        Files.delete(dropped);
        Eventually.holds("the pipe waits again", () -> runtime.state("missing").equals("WAITING"));
        assertThat(runtime.find(PLUGIN)).isEmpty();
        assertThat(reason()).contains("install bundle plugin-exec");
    }

    private String reason() {
        return String.valueOf(runtime.row("missing").orElseThrow().get("reason"));
    }

    private Path drop() throws Exception {
        Path beside = Files.copy(jar, home.resolve("plugins/exec.jar.part"));
        return Files.move(beside, home.resolve("plugins/exec.jar"), StandardCopyOption.ATOMIC_MOVE);
    }
}
