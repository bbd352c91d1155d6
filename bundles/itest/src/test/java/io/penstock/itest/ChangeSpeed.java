package io.penstock.itest;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
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
    private static final int TAIL_BYTES = 1024;

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
        Path jar = runtime.jarOf(PLUGIN);
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
        tell("longest gap without an edit", List.of(new Watch("", System.nanoTime()).longestGapMs(WARM_UP_MS)));
        List<Long> gaps = new ArrayList<>();
        List<Long> effects = new ArrayList<>();
        for (int i = 1; i <= RUNS; i++) {
            edit(i);
            long start = System.nanoTime();
            Watch watch = new Watch("\"edit\":" + i, start);
            gaps.add(watch.longestGapMs(AROUND_MS));
            effects.add(watch.effectMs);
        }
        tell("longest gap around an edit", gaps);
        tell("from the edit to its first event", effects);
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

    /** Looks at the output file every millisecond. */
    private final class Watch {
        private final String mark;
        private final long start;
        private long effectMs = -1;

        Watch(String mark, long start) {
            this.mark = mark;
            this.start = start;
        }

        /** How long the file did not grow at the most. */
        long longestGapMs(long duringMs) throws InterruptedException, IOException {
            long size = size();
            long grown = start;
            long longest = 0;
            while (sinceMs(start) < duringMs) {
                TimeUnit.MILLISECONDS.sleep(1);
                long now = size();
                if (now != size) {
                    longest = Math.max(longest, sinceMs(grown));
                    grown = System.nanoTime();
                    size = now;
                    look(now);
                }
            }
            return longest;
        }

        private void look(long size) throws IOException {
            if (effectMs < 0 && tail(size).contains(mark)) {
                effectMs = sinceMs(start);
            }
        }
    }

    private String tail(long size) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(home.resolve("out.json").toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.min(size, TAIL_BYTES)];
            file.seek(size - bytes.length);
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
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
