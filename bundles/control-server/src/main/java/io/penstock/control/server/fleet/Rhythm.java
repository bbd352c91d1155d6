package io.penstock.control.server.fleet;

import io.penstock.control.api.SyncRules;
import io.penstock.control.server.settings.SyncSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** How often agents ask, and how long a request may wait. Thread-safe. */
final class Rhythm {
    private static final int JITTER_PERCENT = 20;
    /** So many questions a second are taken on; with more agents each asks less often. */
    private static final int MOST_A_SECOND = 1000;
    private static final int LOST_INTERVALS = 3;
    /** Of an agent of whom there is nothing new, so much is written down that it is there. */
    static final Duration FLUSH_AFTER = Duration.ofSeconds(60);
    private static final Duration ELSEWHERE_GRACE = Duration.ofSeconds(30);
    private static final Duration LOST_GRACE = Duration.ofSeconds(10);
    private final Supplier<SyncSettings> settings;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile int online;

    Rhythm(Supplier<SyncSettings> settings) {
        this.settings = settings;
    }

    void online(int agents) {
        online = agents;
    }

    int online() {
        return online;
    }

    int waiting() {
        return waiting.get();
    }

    /** Whether one more may wait; then it must {@link #leave}. */
    boolean enter() {
        if (waiting.incrementAndGet() > settings.get().maxWaiting()) {
            waiting.decrementAndGet();
            return false;
        }
        return true;
    }

    void leave() {
        waiting.decrementAndGet();
    }

    SyncRules rules() {
        SyncSettings now = settings.get();
        long interval = Math.max(now.interval().toSeconds(), (online + MOST_A_SECOND - 1) / MOST_A_SECOND);
        boolean room = waiting.get() < now.maxWaiting();
        return new SyncRules((int) Math.max(5, interval), JITTER_PERCENT, room ? (int) now.longPoll().toSeconds() : 0);
    }

    /** After how long without a word an agent counts as lost. */
    Duration lost() {
        return Duration.ofSeconds((long) rules().intervalSeconds() * LOST_INTERVALS).plus(LOST_GRACE);
    }

    /** Whether it talks with a server, here or elsewhere. The node is held. */
    boolean inTouch(Node node, Instant now) {
        return node.parked.isPresent() || lately(node.lastSeen, now) || elsewhere(node, now);
    }

    /** Whether it talks with another server; that writes down only now and then that nothing has changed. The node is held. */
    boolean elsewhere(Node node, Instant now) {
        return node.parked.isEmpty() && node.seenElsewhere.isPresent()
                && now.isBefore(node.seenElsewhere.get().plus(lost()).plus(FLUSH_AFTER).plus(ELSEWHERE_GRACE));
    }

    /** Whether it was seen lately. */
    boolean lately(Optional<Instant> lastSeen, Instant now) {
        return lastSeen.isPresent() && now.isBefore(lastSeen.get().plus(lost()));
    }
}
