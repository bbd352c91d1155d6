package io.penstock.plugin.file.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.batch.Fate;
import io.penstock.core.batch.Position;
import io.penstock.core.event.Event;
import io.penstock.core.plugin.InputFeed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/**
 * A pipe that remembers over crashes what it was given: some of it acknowledged, the rest with the places where it was cut.
 * Checks that what comes again after a crash is what came before, batch for batch. One thread.
 */
final class CrashFeed implements InputFeed {
    private final Random random;
    private final Map<String, Long> acknowledged = new HashMap<>();
    private final Map<String, Long> emittedTo = new HashMap<>();
    private final Map<String, TreeMap<Long, List<String>>> batches = new TreeMap<>();

    CrashFeed(Random random) {
        this.random = random;
    }

    /** All of a partition up to a random batch counts as done. */
    void acknowledgeSome() {
        batches.forEach((partition, ends) -> ends.keySet().stream().filter(end -> random.nextInt(3) > 0)
                .filter(end -> end <= emittedTo.getOrDefault(partition, 0L)).reduce((a, b) -> b)
                .ifPresent(end -> acknowledged.merge(partition, end, Math::max)));
    }

    void crash() {
        emittedTo.clear();
        emittedTo.putAll(acknowledged);
    }

    /** Every line given, those given again after a crash once. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        batches.values().forEach(ends -> ends.values().forEach(lines::addAll));
        return lines;
    }

    @Override
    public void emit(List<? extends Event> events, Position upTo) {
        long from = emittedTo.getOrDefault(upTo.partition(), 0L);
        assertThat(upTo.offset()).as("offsets of %s only grow", upTo.partition()).isGreaterThan(from);
        assertThat(upTo.offset()).as("a batch ends at a cut").isLessThanOrEqualTo(nextCut(upTo.partition(), from));
        List<String> lines = Tail.lines(new ArrayList<>(events));
        List<String> before = batches.computeIfAbsent(upTo.partition(), key -> new TreeMap<>()).put(upTo.offset(), lines);
        if (before != null) {
            assertThat(lines).as("%s up to %d, again", upTo.partition(), upTo.offset()).isEqualTo(before);
        }
        emittedTo.put(upTo.partition(), upTo.offset());
    }

    @Override
    public long nextCut(String partition, long offset) {
        Long cut = batches.getOrDefault(partition, new TreeMap<>()).higherKey(offset);
        return cut == null ? Long.MAX_VALUE : cut;
    }

    @Override
    public OptionalLong checkpoint(String partition) {
        return acknowledged.containsKey(partition) ? OptionalLong.of(acknowledged.get(partition)) : OptionalLong.empty();
    }

    @Override
    public Map<String, Long> checkpoints() {
        return Map.copyOf(acknowledged);
    }

    @Override
    public void emit(List<? extends Event> events) {
        throw new AssertionError("events without a position");
    }

    @Override
    public CompletionStage<Fate> submit(List<? extends Event> events, Position upTo) {
        throw new AssertionError("no sender waits for a file's lines");
    }

    @Override
    public CompletionStage<Fate> submit(List<? extends Event> events) {
        throw new AssertionError("events without a position");
    }

    @Override
    public void forget(String partition) {
        acknowledged.remove(partition);
    }

    @Override
    public boolean awaitDue() {
        return false;
    }

    @Override
    public void attempt(CheckedRunnable task) {
        throw new AssertionError("not used");
    }

    @Override
    public void degraded(String reason) {
        throw new AssertionError(reason);
    }

    @Override
    public void healthy() {
        // nothing was wrong
    }
}
