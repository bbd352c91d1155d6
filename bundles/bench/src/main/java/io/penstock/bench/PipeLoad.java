package io.penstock.bench;

import io.penstock.core.batch.Batch;
import io.penstock.core.batch.Position;
import io.penstock.core.event.Event;
import io.penstock.core.event.Record;
import io.penstock.core.options.Option;
import io.penstock.core.plugin.Input;
import io.penstock.core.plugin.InputFeed;
import io.penstock.core.plugin.InputPlugin;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Output;
import io.penstock.core.plugin.OutputPlugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import io.penstock.pipes.api.PipeRunner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What delivery costs: the same lines of 256 bytes through a pipe without anything to remember them by, with positions,
 * checkpoints and numbered batches, and with a disk buffer; each in turn, several times.
 *
 * <p>{@code PipeLoad [MEBIBYTES] [RUNS]}
 */
public final class PipeLoad {
    private static final int LINE_BYTES = 256;
    private static final int BATCH_EVENTS = 1000;

    private PipeLoad() {
    }

    /** See the class. */
    public static void main(String[] args) throws Exception {
        long lines = (Long.parseLong(args.length > 0 ? args[0] : "1024") << 20) / LINE_BYTES;
        int runs = Integer.parseInt(args.length > 1 ? args[1] : "5");
        List<String> variants = List.of("acknowledgements off", "acknowledgements on", "disk buffer on");
        double[][] rates = new double[variants.size()][runs];
        for (int run = -1; run < runs; run++) {
            for (int i = 0; i < variants.size(); i++) {
                double rate = run(pipe(lines, variants.get(i))) * lines * LINE_BYTES / (1 << 20);
                if (run >= 0) {
                    rates[i][run] = rate;
                }
            }
        }
        for (int i = 0; i < variants.size(); i++) {
            Arrays.sort(rates[i]);
            System.out.printf("%-22s %7.1f MiB/s (%.1f to %.1f)%n", variants.get(i), rates[i][runs / 2], rates[i][0],
                    rates[i][runs - 1]);
        }
    }

    private static String pipe(long lines, String variant) {
        boolean acknowledged = !variant.endsWith("off");
        return "name: load\ninput: {lines: {count: " + lines + ", positions: " + acknowledged + "}}\n"
                + "output: {sink: {numbered: " + acknowledged + "}"
                + (variant.startsWith("disk") ? ", buffer: disk" : "") + "}\n";
    }

    /** Runs per second: one divided by the time of a run. */
    private static double run(String pipe) throws Exception {
        Path folder = Files.createTempDirectory("pipe-load");
        try (PipeRunner runner = new PipeRunner(pipe, "load", List.of(new LinesPlugin(), new SinkPlugin()), Map.of(),
                text -> text, folder, Duration.ofSeconds(5))) {
            long start = System.nanoTime();
            runner.run();
            return 1e9 / (System.nanoTime() - start);
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Options of {@link LinesPlugin}. */
    public record LinesOptions(@Option(doc = "How many.", value = "1") long count,
                               @Option(doc = "Whether they can be read again.", value = "false") boolean positions) {
    }

    /** Lines of 256 bytes, decoded anew each, as an input that reads them would. */
    @PluginComponent(kind = PluginKind.INPUT, name = "lines", doc = "Makes lines.")
    public static final class LinesPlugin implements InputPlugin<LinesOptions> {
        @Override
        public Class<LinesOptions> options() {
            return LinesOptions.class;
        }

        @Override
        public boolean replayable() {
            return true;
        }

        @Override
        public Input create(LinesOptions options, NodeContext context) {
            return new Input() {
                @Override
                public void run(InputFeed feed) throws InterruptedException {
                    byte[] line = "x".repeat(LINE_BYTES - 1).getBytes(StandardCharsets.US_ASCII);
                    for (long made = 0; made < options.count();) {
                        List<Event> batch = batch(line, (int) Math.min(BATCH_EVENTS, options.count() - made));
                        made += batch.size();
                        if (options.positions()) {
                            feed.emit(batch, new Position("lines", made));
                        } else {
                            feed.emit(batch);
                        }
                    }
                }

                @Override
                public void close() {
                    // The feed ends a blocked run.
                }
            };
        }

        private static List<Event> batch(byte[] line, int count) {
            List<Event> batch = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                batch.add(Record.raw(Instant.EPOCH, new String(line, StandardCharsets.UTF_8)));
            }
            return batch;
        }
    }

    /** Options of {@link SinkPlugin}. */
    public record SinkOptions(@Option(doc = "Whether batches are numbered for good.", value = "false") boolean numbered) {
    }

    /** Takes everything at once. */
    @PluginComponent(kind = PluginKind.OUTPUT, name = "sink", doc = "Takes everything.")
    public static final class SinkPlugin implements OutputPlugin<SinkOptions> {
        @Override
        public Class<SinkOptions> options() {
            return SinkOptions.class;
        }

        @Override
        public Guarantee guarantee(SinkOptions options) {
            return options.numbered() ? Guarantee.IDEMPOTENT : Guarantee.AT_LEAST_ONCE;
        }

        @Override
        public Output create(SinkOptions options, NodeContext context) {
            return new Output() {
                @Override
                public void write(Batch batch) {
                    // Taken.
                }

                @Override
                public void close() {
                    // Nothing is open.
                }
            };
        }
    }
}
