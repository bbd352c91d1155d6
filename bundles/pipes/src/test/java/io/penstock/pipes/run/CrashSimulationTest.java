package io.penstock.pipes.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.batch.Position;
import io.penstock.core.event.Event;
import io.penstock.core.event.Record;
import io.penstock.core.plugin.OutputPlugin.Guarantee;
import io.penstock.core.time.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random graphs whose outputs fail before and after they stored a batch, killed at random points and started again from
 * what was on disk then: nothing may be lost, and nothing stored twice where the receiver can tell. A failing seed is in
 * the message; set the system property {@code seed} to run it alone, {@code seeds} to run more.
 */
class CrashSimulationTest {
    private static final int EVENTS = 400;

    @TempDir
    Path home;

    @Test
    void losesNothingAndRepeatsNothingTheReceiverCanTell() throws Exception {
        String one = System.getProperty("seed");
        long[] seeds = one != null ? new long[] {Long.parseLong(one)}
                : LongStream.range(0, Long.getLong("seeds", 25)).toArray();
        for (long seed : seeds) {
            try {
                new Simulation(seed, home.resolve("s" + seed)).run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    /** One seed's worth. */
    private static final class Simulation {
        private final Random random;
        private final Path home;
        private final Map<String, FaultyReceiver> receivers = new TreeMap<>();
        private final Map<String, Integer> divisors = new HashMap<>();
        private final FakePlugins plugins = new FakePlugins();
        private final PipeBuilder shape = new PipeBuilder();
        private final int partitions;
        private final int inputs;

        Simulation(long seed, Path home) {
            this.random = new Random(seed);
            this.home = home;
            this.inputs = 1 + random.nextInt(2);
            this.partitions = 1 + random.nextInt(3);
            shape.maxInFlight(random.nextBoolean() ? "64KiB" : "1MiB");
            addInputs();
            addOutputs();
        }

        private void addInputs() {
            for (int i = 0; i < inputs; i++) {
                String name = "in" + i;
                long each = random.nextLong();
                plugins.input(name, feed -> read(name, feed, new Random(each ^ System.nanoTime())));
                shape.input(name);
            }
        }

        /** Reads each partition in random pieces, from the checkpoint, honouring cuts. */
        private void read(String name, io.penstock.core.plugin.InputFeed feed, Random pieces) throws InterruptedException {
            long[] at = new long[partitions];
            for (int p = 0; p < partitions; p++) {
                at[p] = feed.checkpoint("p" + p).orElse(0);
            }
            for (boolean more = true; more;) {
                more = false;
                for (int p = 0; p < partitions; p++) {
                    if (at[p] < EVENTS) {
                        long to = Math.min(at[p] + 1 + pieces.nextInt(20), EVENTS);
                        to = Math.min(to, feed.nextCut("p" + p, at[p]));
                        feed.emit(events(name, p, at[p], to), new Position("p" + p, to));
                        at[p] = to;
                        more = true;
                    }
                }
            }
        }

        private static List<Event> events(String name, int partition, long from, long to) {
            List<Event> events = new ArrayList<>();
            for (long i = from; i < to; i++) {
                events.add(Record.raw(Instant.EPOCH, name + "/" + partition + "/" + i));
            }
            return events;
        }

        private void addOutputs() {
            String[] all = new String[inputs];
            for (int i = 0; i < inputs; i++) {
                all[i] = "in" + i;
            }
            int outputs = 1 + random.nextInt(3);
            for (int i = 0; i < outputs; i++) {
                int divisor = 1 + random.nextInt(3);
                String step = "step" + i;
                String output = "out" + i;
                plugins.step(step, (event, out) -> {
                    if (number(event) % divisor == 0) {
                        out.emit(event);
                    }
                });
                divisors.put(output, divisor);
                Guarantee guarantee = Guarantee.values()[random.nextInt(3)];
                FaultyReceiver receiver = new FaultyReceiver(guarantee, new Random(random.nextLong()));
                receivers.put(output, receiver);
                plugins.output(output, guarantee, receiver::connect);
                shape.batch(Map.of("timeout", random.nextInt(3) + "ms", "max-events", 1 + random.nextInt(60)));
                shape.buffer(buffer());
                shape.step(step, all).output(output, step);
            }
        }

        private Object buffer() {
            return random.nextInt(3) == 0 ? Map.of("type", "disk", "max-size", "4MiB") : "memory";
        }

        private static long number(Event event) {
            String text = (String) event.fields().get("_raw");
            return Long.parseLong(text.substring(text.lastIndexOf('/') + 1));
        }

        void run() throws Exception {
            int crashes = 2 + random.nextInt(4);
            Path data = home.resolve("0");
            for (int i = 1; i <= crashes; i++) {
                data = crash(data, home.resolve(String.valueOf(i)));
            }
            receivers.values().forEach(FaultyReceiver::calm);
            try (RunningPipe pipe = new RunningPipe(data, shape.build(), plugins, Clock.system(), random)) {
                pipe.awaitCompleted();
                assertThat(pipe.runtime.report()).allSatisfy(node -> assertThat(node.conserved()).isTrue());
            }
            receivers.forEach((output, receiver) -> receiver.check(output, expected(output)));
        }

        private List<String> expected(String output) {
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < inputs; i++) {
                for (int p = 0; p < partitions; p++) {
                    for (long n = 0; n < EVENTS; n += divisors.get(output)) {
                        expected.add("in" + i + "/" + p + "/" + n);
                    }
                }
            }
            return expected;
        }

        /** Receivers go first, then the disk is as it is: just what a killed process leaves. */
        private Path crash(Path data, Path next) throws Exception {
            try (RunningPipe pipe = new RunningPipe(data, shape.build(), plugins, Clock.system(), random)) {
                TimeUnit.MICROSECONDS.sleep(random.nextInt(60_000));
                receivers.values().forEach(FaultyReceiver::kill);
                while (!copied(data, next)) {
                    delete(next);
                }
            }
            receivers.values().forEach(FaultyReceiver::revive);
            return next;
        }

        /** A copy made while checkpoints were saved is none of one moment: what they free may be missing from it. */
        private static boolean copied(Path from, Path to) throws IOException {
            Path checkpoints = from.resolve("state").resolve("checkpoints");
            List<String> before = Files.exists(checkpoints) ? Files.readAllLines(checkpoints) : List.of();
            copy(from, to);
            return before.equals(Files.exists(checkpoints) ? Files.readAllLines(checkpoints) : List.of());
        }

        private static void delete(Path folder) throws IOException {
            try (var walk = Files.walk(folder)) {
                for (Path path : walk.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }

        private static void copy(Path from, Path to) throws IOException {
            List<Path> files;
            try (var walk = Files.walk(from)) {
                files = new ArrayList<>(walk.filter(Files::isRegularFile).toList());
            }
            files.sort(java.util.Comparator.comparing(file -> !file.getFileName().toString().startsWith("checkpoints")));
            for (Path file : files) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                try {
                    Files.copy(file, target);
                } catch (java.nio.file.NoSuchFileException e) {
                    continue;
                }
            }
        }
    }
}
