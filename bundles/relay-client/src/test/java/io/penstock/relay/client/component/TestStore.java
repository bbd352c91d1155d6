package io.penstock.relay.client.component;

import io.penstock.core.event.Event;
import io.penstock.relay.wire.api.Decoded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What a test's servers have stored: each number of an epoch once, as the contract says. Outlives its servers. Thread-safe. */
final class TestStore {
    private final Map<String, Long> nextOf = new HashMap<>();
    private final List<Event> events = new ArrayList<>();
    private long sentAgain;
    private long missing;

    private static String key(UUID client, long epoch) {
        return client + ":" + Long.toHexString(epoch);
    }

    synchronized OptionalLong next(UUID client, long epoch) {
        Long next = nextOf.get(key(client, epoch));
        return next == null ? OptionalLong.empty() : OptionalLong.of(next);
    }

    synchronized void claim(UUID client, long epoch, long next) {
        nextOf.put(key(client, epoch), next);
    }

    /** Stores what it has not yet; gives the epoch's next number. */
    synchronized long add(UUID client, Decoded frame) {
        long next = nextOf.getOrDefault(key(client, frame.epoch()), -1L);
        if (next >= 0 && frame.first() > next) {
            missing += frame.first() - next;
        }
        Decoded fresh = next > frame.first() ? frame.from(next) : frame;
        sentAgain += frame.count() - fresh.count();
        events.addAll(fresh.events());
        long after = Math.max(next, frame.next());
        nextOf.put(key(client, frame.epoch()), after);
        notifyAll();
        return after;
    }

    synchronized void changed() {
        notifyAll();
    }

    synchronized List<Event> events() {
        return List.copyOf(events);
    }

    /** Events that came although they were stored already. */
    synchronized long sentAgain() {
        return sentAgain;
    }

    /** Numbers passed over. */
    synchronized long missing() {
        return missing;
    }

    List<Event> awaitEvents(int count) throws InterruptedException {
        return await(store -> store.events.size() >= count, count + " events").events();
    }

    synchronized TestStore await(Predicate<TestStore> condition, String what) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.test(this)) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw new AssertionError("no " + what + " in time; stored: " + events.size());
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return this;
    }
}
