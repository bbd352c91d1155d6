package io.penstock.relay.client.component;

import io.penstock.core.batch.Batch;
import io.penstock.core.batch.BatchId;
import io.penstock.core.event.Event;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Unsigned;
import io.penstock.core.health.Health;
import io.penstock.core.metrics.MetricSink;
import io.penstock.core.plugin.Expressions;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.time.Clock;
import io.penstock.testing.Plugins;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;

/** One relay output with its pipe's surroundings. */
final class Rig implements NodeContext, AutoCloseable {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    /** Options of {@code retry}: again and again, a millisecond apart. */
    static final Map<String, Object> AT_ONCE = Map.of("max_times", 0, "initial_delay", "1ms", "max_delay", "1ms");

    final RelayOutputPlugin plugin = new RelayOutputPlugin();
    final RelayOutput output;
    final List<String> troubles = new ArrayList<>();
    private final Path folder;
    private final Clock clock;
    private long seq;
    private long value;

    Rig(Path folder, Clock clock, Map<String, ?> options) {
        this.folder = folder;
        this.clock = clock;
        output = (RelayOutput) plugin.create(Plugins.options(plugin, options), this);
    }

    static Map<String, Object> options(String server, Object... more) {
        Map<String, Object> options = new HashMap<>();
        options.put("relay_server", server);
        for (int i = 0; i < more.length; i += 2) {
            options.put((String) more[i], more[i + 1]);
        }
        return options;
    }

    Rig opened() {
        output.open();
        seq = output.committed("stream").orElse(0);
        return this;
    }

    Rig connected() {
        await(() -> health().state() == Health.State.UP, "connection");
        return this;
    }

    /** Numbered points, from where the last ones ended. */
    List<Event> points(int count) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(point(value++));
        }
        return events;
    }

    Rig from(long first) {
        value = first;
        return this;
    }

    long next() {
        return value;
    }

    static Event point(long number) {
        return Measurement.of("m" + number % 7, START.plusSeconds(number / 7), Unsigned.of(number), "1");
    }

    /** One batch of so many numbered points. */
    Rig write(int count) throws InterruptedException {
        return write(points(count));
    }

    Rig write(List<Event> events) throws InterruptedException {
        output.write(new Batch(new BatchId("stream", ++seq), events));
        return this;
    }

    static List<Long> numbers(List<Event> events) {
        return events.stream().map(event -> ((Unsigned) ((Measurement) event).value()).bits()).toList();
    }

    static List<Long> upTo(long end) {
        return LongStream.range(0, end).boxed().toList();
    }

    Health health() {
        return output.state().health();
    }

    double metric(String name) {
        Map<String, Double> found = new HashMap<>();
        plugin.collect(new MetricSink() {
            @Override
            public void counter(String metric, String help, Map<String, String> labels, double number) {
                found.put(metric, number);
            }

            @Override
            public void gauge(String metric, String help, Map<String, String> labels, double number) {
                found.put(metric, number);
            }
        });
        return found.getOrDefault("penstock_relay_client_" + name, Double.NaN);
    }

    void await(BooleanSupplier condition, String what) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("no " + what + " in time; health: " + health());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    /** Until so many tries have failed. */
    void awaitFailures(int count) {
        await(() -> metric("failures_total") == count, count + " failures");
    }

    /** Leaves everything as a killed process would: nothing flushed, nothing said. */
    void kill() {
        output.close(Duration.ZERO);
    }

    @Override
    public String pipe() {
        return "test";
    }

    @Override
    public String node() {
        return "out";
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public Expressions expressions() {
        throw new AssertionError("no expressions here");
    }

    @Override
    public Path dataFolder() {
        try {
            return Files.createDirectories(folder.resolve("node"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Path productDataFolder() {
        return folder;
    }

    @Override
    public void degraded(String reason) {
        synchronized (troubles) {
            troubles.add(reason);
        }
    }

    @Override
    public void healthy() {
        synchronized (troubles) {
            troubles.add("");
        }
    }

    String lastTrouble() {
        synchronized (troubles) {
            return troubles.isEmpty() ? "" : troubles.get(troubles.size() - 1);
        }
    }

    @Override
    public void close() {
        output.close();
    }
}
