package io.penstock.pipes.run;

import io.penstock.core.plugin.Expressions;
import io.penstock.core.time.Clock;
import io.penstock.pipes.model.PipeDefinition;
import io.penstock.pipes.model.Timing;
import io.penstock.pipes.state.PipeFolder;
import io.penstock.testing.TestContext;
import io.penstock.pipes.api.NodeStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A pipe under test, with what it reported. */
final class RunningPipe implements PipeEvents, AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(20);

    final PipeFolder folder;
    final PipeRuntime runtime;
    final Map<String, String> troubles = new ConcurrentHashMap<>();
    final Map<String, String> badlyClosed = new ConcurrentHashMap<>();
    final CountDownLatch completed = new CountDownLatch(1);
    volatile Optional<String> failure = Optional.empty();
    private boolean closed;

    RunningPipe(Path data, PipeDefinition pipe, FakePlugins plugins, Clock clock) {
        this(data, pipe, plugins, clock, new Random(7));
    }

    RunningPipe(Path data, PipeDefinition pipe, FakePlugins plugins, Clock clock, Random random) {
        Expressions none = (source, result) -> {
            throw new AssertionError("no expressions here");
        };
        NodeMaker maker = new NodeMaker(plugins, text -> text, node -> new TestContext(data, clock, none));
        folder = PipeFolder.open(data.resolve("state"), pipe.deadLetters().bytes(), clock, random);
        Calendars calendars = (Timing timing, java.time.Instant after) -> timing.interval().map(after::plus);
        runtime = new Assembly(maker.make(pipe), folder, calendars, clock, random, this).assemble();
        runtime.start();
    }

    static RunningPipe start(Path data, PipeBuilder pipe, FakePlugins plugins) {
        return new RunningPipe(data, pipe.build(), plugins, Clock.system());
    }

    @Override
    public void degraded(String node, String reason) {
        troubles.put(node, reason);
    }

    @Override
    public void healthy(String node) {
        troubles.remove(node);
    }

    @Override
    public void failed(String node, String reason) {
        if (failure.isEmpty()) {
            failure = Optional.of(node + ": " + reason);
        }
    }

    @Override
    public void closedBadly(String node, String reason) {
        badlyClosed.put(node, reason);
    }

    @Override
    public void completed() {
        completed.countDown();
    }

    boolean isCompleted() {
        return completed.getCount() == 0;
    }

    RunningPipe awaitCompleted() throws InterruptedException {
        if (!completed.await(SOON.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("not completed: " + failure + troubles + runtime.report());
        }
        return this;
    }

    RunningPipe await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("never came true: " + failure + troubles + runtime.report());
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return this;
    }

    NodeStatus node(String id) {
        return runtime.report().stream().filter(node -> node.id().equals(id)).findFirst().orElseThrow();
    }

    @Override
    public void close() throws InterruptedException {
        if (!closed) {
            closed = true;
            runtime.close(Duration.ofSeconds(4));
            folder.close();
        }
    }
}
