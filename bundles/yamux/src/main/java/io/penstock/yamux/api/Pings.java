package io.penstock.yamux.api;

import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The pings this end sends: each has its own deadline, whatever else arrives meanwhile. Event loop only. */
final class Pings {
    private static final int MAX_UNDER_WAY = 64;

    /** A ping that was not answered yet. */
    private static final class Probe {
        final Promise<Duration> answer;
        final Future<?> deadline;
        long sentNanos;
        boolean sent;

        Probe(Promise<Duration> answer, Future<?> deadline) {
            this.answer = answer;
            this.deadline = deadline;
        }
    }

    private final EventExecutor loop;
    private final Clock clock;
    private final Duration deadline;
    private final Consumer<PenstockException> missed;
    private final RoundTrips roundTrips = new RoundTrips();
    private final IntObjectHashMap<Probe> underWay = new IntObjectHashMap<>(4);
    private int next;

    /** @param missed told when a ping was not answered in time */
    Pings(EventExecutor loop, Clock clock, Duration deadline, Consumer<PenstockException> missed) {
        this.loop = loop;
        this.clock = clock;
        this.deadline = deadline;
        this.missed = missed;
    }

    RoundTrips roundTrips() {
        return roundTrips;
    }

    boolean isUnderWay() {
        return !underWay.isEmpty();
    }

    /** A new ping; {@code send} is given its value. */
    Future<Duration> ping(Consumer<Integer> send) {
        if (underWay.size() == MAX_UNDER_WAY) {
            return loop.newFailedFuture(PenstockException.retry("yamux.pings", MAX_UNDER_WAY + " pings are under way", null));
        }
        int value = next++;
        Promise<Duration> answer = loop.newPromise();
        Future<?> timer = loop.schedule(() -> miss(value), deadline.toNanos(), TimeUnit.NANOSECONDS);
        underWay.put(value, new Probe(answer, timer));
        send.accept(value);
        return answer;
    }

    /** The ping is on its way: the round trip counts from here. */
    void sent(int value) {
        Probe probe = underWay.get(value);
        if (probe != null) {
            probe.sent = true;
            probe.sentNanos = clock.nanoTime();
        }
    }

    /** False when nobody waited for this answer. */
    boolean answered(int value) {
        Probe probe = underWay.get(value);
        if (probe == null || !probe.sent) {
            return false;
        }
        underWay.remove(value);
        probe.deadline.cancel(false);
        long now = clock.nanoTime();
        roundTrips.add(now, now - probe.sentNanos);
        probe.answer.trySuccess(Duration.ofNanos(roundTrips.last()));
        return true;
    }

    void end(Throwable cause) {
        List<Probe> left = List.copyOf(underWay.values());
        underWay.clear();
        for (Probe probe : left) {
            probe.deadline.cancel(false);
            probe.answer.tryFailure(new PenstockException(ErrorKind.CLOSED, "yamux.lost", "the session ended", cause));
        }
    }

    private void miss(int value) {
        if (underWay.containsKey(value)) {
            missed.accept(new PenstockException(ErrorKind.RETRY, "yamux.ping", "no answer to a ping in " + deadline.toMillis() + " ms"));
        }
    }
}
