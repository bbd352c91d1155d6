package io.penstock.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;

/** A pipe is edited, edited wrongly and removed while numbered lines flow through it. */
class LiveChangeIT {
    private static final int LINES_EACH_10_MS = 50;
    private static final int EDITS = 5;
    private static final int REPLACED = 3;
    private static final String PLUGIN = "io.penstock.plugin.transform";

    private Path home;
    private EmbeddedRuntime runtime;
    private NumberedLines lines;
    private Thread writer;

    @BeforeEach
    void startsAPipeUnderLoad() throws Exception {
        home = Distribution.newHome("live");
        runtime = EmbeddedRuntime.start(Distribution.full(), home);
        lines = new NumberedLines(home.resolve("in.log"), LINES_EACH_10_MS);
        writer = new Thread(lines, "writer");
        writer.start();
        edit(0);
        Eventually.holds("lines flow", () -> copied().contains("\"edit\":0"));
    }

    @AfterEach
    void stops() throws Exception {
        lines.stop();
        writer.join();
        runtime.close();
    }

    @Test
    void editsTakeEffectAndLoseOrRepeatNothing() throws Exception {
        for (int i = 1; i <= EDITS; i++) {
            edit(i);
            String mark = "\"edit\":" + i;
            Eventually.holds("edit " + i + " takes effect", () -> copied().contains(mark));
            assertThat(runtime.state("live")).isEqualTo("RUNNING");
        }
        everyLineArrivesOnce();
    }

    @Test
    void replacingAPluginsJarInTheDropFolderLosesOrRepeatsNothing() throws Exception {
        Path jar = runtime.jarOf(PLUGIN);
        runtime.bundle(PLUGIN).uninstall();
        for (int i = 0; i < REPLACED; i++) {
            long before = System.currentTimeMillis();
            Path beside = Files.copy(jar, home.resolve("plugins/transform.jar.part"));
            Files.setLastModifiedTime(beside, FileTime.fromMillis(before));
            Files.move(beside, home.resolve("plugins/transform.jar"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Eventually.holds("the new bundle is active", () -> runtime.find(PLUGIN).filter(bundle ->
                    bundle.getState() == Bundle.ACTIVE && bundle.getLastModified() >= before).isPresent());
            Eventually.holds("the pipe runs", () -> runtime.state("live").equals("RUNNING"));
            long size = Files.size(copy());
            Eventually.holds("lines flow again", () -> copied().length() > size);
        }
        everyLineArrivesOnce();
    }

    @Test
    void aBadEditLeavesTheOldOneRunningAndSaysWhere() throws Exception {
        runtime.pipe("live.yaml", """
                name: live
                input: {file: {paths: ["in.log"]}}
                actions:
                  - extract: {pattern: x, on-no-mtach: pass}
                output: discard
                """);

        Eventually.holds("the status tells the place", () -> problem().contains("live.yaml:4:27:"));
        assertThat(problem()).contains("on-no-match");
        assertThat(runtime.state("live")).isEqualTo("RUNNING");
        long before = Files.size(copy());
        Eventually.holds("lines go on flowing", () -> copied().length() > before);

        edit(1);
        Eventually.holds("the next good edit", () -> problem().isEmpty() && copied().contains("\"edit\":1"));
    }

    @Test
    void anEditThatNeedsAMissingPluginLeavesTheOldOneRunningAndNamesIt() throws Exception {
        runtime.pipe("live.yaml", """
                name: live
                input: {file: {paths: ["in.log"]}}
                actions:
                  - exrtact: {pattern: x}
                output: discard
                """);

        Eventually.holds("the status tells the place", () -> problem().contains("live.yaml:4:"));
        assertThat(problem()).contains("exrtact").contains("did you mean \"extract\"");
        assertThat(runtime.state("live")).isEqualTo("RUNNING");
    }

    @Test
    void removingTheFileStopsThePipeAndNothingIsLost() throws Exception {
        Files.delete(home.resolve("pipes/live.yaml"));
        Eventually.holds("the pipe is gone", () -> runtime.row("live").isEmpty());

        edit(1);
        everyLineArrivesOnce();
    }

    private void everyLineArrivesOnce() throws Exception {
        lines.stop();
        writer.join();
        long written = lines.written();
        Eventually.holds("all lines arrive", () -> numbers().stream().distinct().count() >= written);
        assertThat(numbers()).hasSize((int) written).doesNotHaveDuplicates();
    }

    private void edit(int number) throws Exception {
        runtime.pipe("live.yaml", """
                name: live
                input: {file: {paths: ["%s"], poll-interval: 20ms}}
                actions:
                  - extract: {pattern: 'line (?<n>[0-9]+)', types: {n: int}, remove: true}
                  - add: {edit: %d}
                output: {file: {path: "%s"}, batch: {timeout: 20ms}}
                """.formatted(home.resolve("in.log"), number, copy()));
    }

    private String problem() {
        return runtime.row("live").map(row -> String.valueOf(row.get("problem"))).orElse("");
    }

    private Path copy() {
        return home.resolve("out.json");
    }

    private String copied() {
        try {
            return Files.readString(copy());
        } catch (java.io.IOException e) {
            return "";
        }
    }

    private List<String> numbers() {
        return copied().lines().map(line -> line.replaceAll(".*\"n\":([0-9]+).*", "$1")).toList();
    }
}
