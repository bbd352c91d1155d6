package io.penstock.relay.server;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** One client over all its connections. What is not volatile belongs to the lock of {@link Clients}. */
final class Client {
    private final Optional<UUID> identity;
    private final long arrival;
    private final ClientCounters counters = new ClientCounters();
    /** In the order they were opened, as far as that is known. */
    final Map<Long, EpochLog> epochs = new LinkedHashMap<>();
    final List<Session> live = new ArrayList<>(1);
    /** Since when somebody asks to begin in the place of who is live, on the monotonic clock. */
    OptionalLong contested = OptionalLong.empty();
    /** Connections without an identity. */
    private final AtomicInteger visitors = new AtomicInteger();
    /** The input thread's. */
    Pace pace;
    private volatile Visit visit;
    private volatile boolean copied;
    private volatile long lagMillis;

    /**
     * @param identity empty for clients that have none
     * @param arrival greater than those of the clients that were there before
     */
    Client(Optional<UUID> identity, long arrival) {
        this.identity = identity;
        this.arrival = arrival;
        this.visit = new Visit("", "", "", 0, Instant.EPOCH);
    }

    Optional<UUID> identity() {
        return identity;
    }

    long arrival() {
        return arrival;
    }

    AtomicInteger visitors() {
        return visitors;
    }

    ClientCounters counters() {
        return counters;
    }

    Visit visit() {
        return visit;
    }

    void visit(Visit latest) {
        visit = latest;
    }

    /** Whether two machines are connected with this identity. */
    boolean copied() {
        return copied;
    }

    void copied(boolean seen) {
        copied = seen;
    }

    /** How old the newest event was when it came. */
    long lagMillis() {
        return lagMillis;
    }

    void lagMillis(long millis) {
        lagMillis = millis;
    }

    /** Whether nothing would be missed if it were forgotten. */
    boolean idle() {
        return live.isEmpty() && visitors.get() == 0 && epochs.values().stream().allMatch(EpochLog::settled);
    }

    /**
     * Who connected last.
     *
     * @param version of the protocol
     * @param since when; the epoch's beginning when it has not been here in this run
     */
    record Visit(String name, String address, String software, int version, Instant since) {
    }
}
