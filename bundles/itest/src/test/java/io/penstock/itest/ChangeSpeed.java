package io.penstock.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;

/** How long changes take; tells, and asserts nothing. Not part of the build: {@code -Dit.test=ChangeSpeed}. */
class ChangeSpeed {
    private static final int RUNS = 5;
    private static final String PLUGIN = "io.penstock.plugin.exec";
    private static final long WARM_UP_MS = 5_000;
    private static final long AROUND_MS = 3_000;

    private Path home;
    private EmbeddedRuntime runtime;

    @BeforeEach
    void starts() {
        home = Distribution.newHome("speed");
        runtime = EmbeddedRuntime.start(Distribution.full(), home);
    }

    @AfterEach
    void stops() throws Exception {
        runtime.close();
    }

    @Test
    void fromDroppedToActive() throws Exception {
        Path jar = Path.of(runtime.bundle(PLUGIN).getLocation().replaceFirst("^reference:file:/*", "/"));
        runtime.bundle(PLUGIN).uninstall();
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            Path beside = Files.copy(jar, home.resolve("plugins/exec.jar.part"));
            long start = System.nanoTime();
            Path dropped = Files.move(beside, home.resolve("plugins/exec.jar"), StandardCopyOption.ATOMIC_MOVE);
            while (runtime.find(PLUGIN).filter(bundle -> bundle.getState() == Bundle.ACTIVE).isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            times.add(sinceMs(start));
            Files.delete(dropped);
            Eventually.holds("the bundle is gone", () -> runtime.find(PLUGIN).isEmpty());
        }
        tell("dropped to ACTIVE", times);
    }

    @Test
    void pauseOfAnEditUnderFiftyThousandEventsASecond() throws Exception {
        edit(0);
        Eventually.holds("events flow", () -> size() > 0);
        tell("longest gap without an edit", List.of(longestGapMs(WARM_UP_MS)));
        List<Long> gaps = new ArrayList<>();
        for (int i = 1; i <= RUNS; i++) {
            edit(i);
            gaps.add(longestGapMs(AROUND_MS));
        }
        tell("longest gap around an edit", gaps);
        System.out.println("events delivered: " + runtime.row("speed").orElseThrow().get("out") + " since the last edit");
    }

    private void edit(int number) throws IOException {
        runtime.pipe("speed.yaml", """
                name: speed
                input: {generate: {rate: 50000/s}}
                actions:
                  - add: {edit: %d}
                output: {file: {path: "%s"}, batch: {timeout: 20ms}}
                """.formatted(number, home.resolve("out.json")));
    }

    /** How long the output file did not grow at the most. */
    private long longestGapMs(long duringMs) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(duringMs);
        long size = size();
        long grown = System.nanoTime();
        long longest = 0;
        while (System.nanoTime() - end < 0) {
            TimeUnit.MILLISECONDS.sleep(1);
            long now = size();
            if (now != size) {
                longest = Math.max(longest, sinceMs(grown));
                grown = System.nanoTime();
                size = now;
            }
        }
        return longest;
    }

    private long size() {
        try {
            return Files.size(home.resolve("out.json"));
        } catch (IOException e) {
            return 0;
        }
    }

    private static long sinceMs(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }

    private static void tell(String what, List<Long> times) {
        System.out.println(what + ", ms: " + times.stream().sorted().toList());
    }
}
