package io.penstock.pipes.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.batch.Batch;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.plugin.Output;
import io.penstock.core.plugin.OutputPlugin.Guarantee;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;

/** What outlives the pipe: stores batches as its guarantee says, fails before and after it did, and can be killed. */
final class FaultyReceiver {
    private final Guarantee guarantee;
    private final Random random;
    private final List<String> stored = new ArrayList<>();
    private final Map<String, Long> committed = new HashMap<>();
    private final Map<String, List<String>> keys = new HashMap<>();
    private boolean killed;
    private boolean calm;
    private int life;

    FaultyReceiver(Guarantee guarantee, Random random) {
        this.guarantee = guarantee;
        this.random = random;
    }

    synchronized void kill() {
        killed = true;
        life++;
    }

    synchronized void revive() {
        killed = false;
    }

    synchronized void calm() {
        calm = true;
    }

    synchronized Output connect() {
        int born = life;
        return new Output() {
            @Override
            public OptionalLong committed(String stream) {
                return highest(stream);
            }

            @Override
            public void write(Batch batch) throws Exception {
                take(batch, born);
            }

            @Override
            public void close() {
            }
        };
    }

    private synchronized OptionalLong highest(String stream) {
        Long seq = committed.get(stream);
        return seq == null ? OptionalLong.empty() : OptionalLong.of(seq);
    }

    private synchronized void take(Batch batch, int born) throws Exception {
        if (killed || born != life) {
            throw new IOException("gone");
        }
        int luck = calm ? 99 : random.nextInt(100);
        if (luck < 10) {
            throw new IOException("failed before");
        }
        if (luck < 15 && batch.events().size() > 1 && !keys.containsKey(batch.id().toString())) {
            throw PenstockException.invalid("test.refused", "too many");
        }
        store(batch);
        if (luck < 25) {
            throw new IOException("failed after");
        }
    }

    private void store(Batch batch) {
        List<String> texts = new ArrayList<>();
        for (Event event : batch.events()) {
            texts.add((String) event.fields().get("_raw"));
        }
        String key = batch.id().toString();
        if (guarantee == Guarantee.IDEMPOTENT) {
            List<String> before = keys.putIfAbsent(key, texts);
            if (before != null) {
                assertThat(texts).as("batch %s again", key).isEqualTo(before);
                return;
            }
        } else if (guarantee == Guarantee.TRANSACTIONAL) {
            long highest = committed.getOrDefault(batch.id().stream(), 0L);
            assertThat(batch.id().seq()).as("numbers grow").isGreaterThan(highest);
            committed.put(batch.id().stream(), batch.id().seq());
        }
        stored.addAll(texts);
    }

    synchronized void check(String name, List<String> expected) {
        String what = name + " " + guarantee;
        if (guarantee == Guarantee.AT_LEAST_ONCE) {
            assertThat(new HashSet<>(stored)).as(what).isEqualTo(new HashSet<>(expected));
        } else {
            assertThat(stored).as(what).containsExactlyInAnyOrderElementsOf(expected);
        }
    }
}
