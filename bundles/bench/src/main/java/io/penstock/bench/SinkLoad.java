package io.penstock.bench;

import com.sun.net.httpserver.HttpServer;
import io.penstock.core.batch.Batch;
import io.penstock.core.batch.BatchId;
import io.penstock.core.event.Entity;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Unsigned;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Output;
import io.penstock.core.plugin.OutputPlugin;
import io.penstock.core.time.Clock;
import io.penstock.plugin.file.write.CsvOutputPlugin;
import io.penstock.plugin.jdbc.JdbcOutputPlugin;
import io.penstock.plugin.telemetry.influxdb.InfluxOutputPlugin;
import io.penstock.plugin.telemetry.otlp.OtlpOutputPlugin;
import io.penstock.plugin.telemetry.remotewrite.RemoteWritePlugin;
import io.penstock.testing.Plugins;
import io.penstock.testing.TestContext;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Measurements a second into a database, each batch with its id in a synced transaction of its own and a fresh database each
 * run, or to an HTTP server that reads and forgets. Events share the texts of their series, as those of a relay do, or
 * ({@code fresh}) have copies of their own.
 *
 * <p>{@code SinkLoad [sqlite|postgres|influxdb|otlp|prometheus-remote-write|csv] [BATCHES] [RUNS] [shared|fresh]}
 */
public final class SinkLoad {
    private static final int POINTS = 5_000;
    private static final int SERIES = 2_000;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private SinkLoad() {
    }

    /** Where a run writes to. */
    @FunctionalInterface
    private interface Target {
        Output output(int run, NodeContext context);
    }

    private record Figures(double rate, double cpuMicros) {
    }

    /** See the class. */
    public static void main(String[] args) throws Exception {
        String kind = args.length > 0 ? args[0] : "sqlite";
        int batches = Integer.parseInt(args.length > 1 ? args[1] : "200");
        int runs = Integer.parseInt(args.length > 2 ? args[2] : "5");
        boolean fresh = args.length > 3 && args[3].equals("fresh");
        Path folder = Files.createTempDirectory("sink-load");
        try (Closeable server = kind.equals("postgres") ? postgres() : () -> { }) {
            HttpServer receiver = receiver();
            String url = "http://127.0.0.1:" + receiver.getAddress().getPort();
            Target target = target(kind, folder, server instanceof EmbeddedPostgres it ? it.getPort() : 0, url);
            double[] rates = new double[runs];
            for (int run = 0; run <= runs; run++) {
                Figures figures = run(target, folder, run, batches, fresh);
                System.out.printf("run %d%s: %,.0f points/s, %.2f us of the output's processor time a point%n", run,
                        run == 0 ? " (warm-up)" : "", figures.rate(), figures.cpuMicros());
                if (run > 0) {
                    rates[run - 1] = figures.rate();
                }
            }
            receiver.stop(0);
            Arrays.sort(rates);
            System.out.printf("%s, %d batches of %d points of %d series: %,.0f points/s (%,.0f to %,.0f)%n",
                    kind, batches, POINTS, SERIES, rates[runs / 2], rates[0], rates[runs - 1]);
        } finally {
            delete(folder);
        }
    }

    private static EmbeddedPostgres postgres() throws IOException {
        return EmbeddedPostgres.builder().setServerConfig("fsync", "on").setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on").start();
    }

    private static HttpServer receiver() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static Target target(String kind, Path folder, int port, String url) {
        return switch (kind) {
            case "sqlite" -> (run, context) -> made(new JdbcOutputPlugin(), Map.of("url", "jdbc:sqlite:" + run + ".db"), context);
            case "postgres" -> (run, context) -> made(new JdbcOutputPlugin(), Map.of("user", "postgres",
                    "url", "jdbc:postgresql://localhost:" + port + "/postgres", "measurements", "m" + run), context);
            case "influxdb" -> (run, context) -> made(new InfluxOutputPlugin(), Map.of("url", url, "bucket", "b"), context);
            case "otlp" -> (run, context) -> made(new OtlpOutputPlugin(), url, context);
            case "prometheus-remote-write" -> (run, context) -> made(new RemoteWritePlugin(), url, context);
            case "csv" -> (run, context) -> made(new CsvOutputPlugin(), folder.resolve(run + ".csv").toString(), context);
            default -> throw new IllegalArgumentException("no target: " + kind);
        };
    }

    private static <O> Output made(OutputPlugin<O> plugin, Object options, NodeContext context) {
        return plugin.create(Plugins.options(plugin, options), context);
    }

    private static Figures run(Target target, Path folder, int run, int batches, boolean fresh) throws Exception {
        List<Measurement> series = series();
        long nanos = 0;
        long cpuNanos = 0;
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        try (Output output = target.output(run, TestContext.of(folder.resolve("run-" + run), Clock.system()))) {
            output.open();
            for (int i = 0; i < batches; i++) {
                Batch batch = batch(series, "run-" + run, i, fresh);
                long start = System.nanoTime();
                long cpuStart = threads.getCurrentThreadCpuTime();
                output.write(batch);
                nanos += System.nanoTime() - start;
                cpuNanos += threads.getCurrentThreadCpuTime() - cpuStart;
            }
        }
        return new Figures((double) batches * POINTS * 1e9 / nanos, cpuNanos / 1e3 / batches / POINTS);
    }

    private static List<Measurement> series() {
        List<Measurement> series = new ArrayList<>();
        for (int i = 0; i < SERIES; i++) {
            String metric = "metric_" + i % 50 + (i % 3 == 0 ? "_total" : "");
            series.add(new Measurement(metric, START, i % 3 == 0 ? Unsigned.of(0) : Double.valueOf(0), "By",
                    new Entity("cpu_core", Integer.toString(i / 50)), new Entity("process", Integer.toString(1000 + i)),
                    Fields.builder().set("relay_client", "host-" + i % 7).set("mode", "user").build()));
        }
        return series;
    }

    private static Batch batch(List<Measurement> series, String stream, int number, boolean fresh) {
        List<Event> events = new ArrayList<>(POINTS);
        for (int i = 0; i < POINTS; i++) {
            long index = (long) number * POINTS + i;
            Measurement of = series.get((int) (index % SERIES));
            Instant time = START.plusSeconds(index / SERIES * 5).plusNanos(index % SERIES * 1_000);
            Number value = of.value() instanceof Unsigned ? Unsigned.of(index * 4096) : (Number) (index * 0.37);
            events.add(fresh ? copy(of, time, value) : new Measurement(of.metric(), time, value, of.unit(), of.resource(),
                    of.consumer(), of.attributes()));
        }
        return new Batch(new BatchId(stream, number), events);
    }

    private static Measurement copy(Measurement of, Instant time, Number value) {
        Fields.Builder attributes = Fields.builder();
        of.attributes().toMap().forEach((name, text) -> attributes.set(name, new String((String) text)));
        return new Measurement(new String(of.metric()), time, value, new String(of.unit()),
                new Entity(of.resource().kind(), new String(of.resource().id())),
                new Entity(of.consumer().kind(), new String(of.consumer().id())), attributes.build());
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
