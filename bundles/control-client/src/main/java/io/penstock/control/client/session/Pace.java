package io.penstock.control.client.session;

import io.penstock.control.api.SyncRules;
import io.penstock.core.concurrent.Backoff;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** How long to wait before the next request. One owner. */
final class Pace {
    private static final SyncRules UNTIL_TOLD = new SyncRules(15, 20, 0);
    private static final Duration FIRST_FAILURE = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofSeconds(60);
    private static final Duration MOST_RETRY_AFTER = Duration.ofHours(1);
    private static final long FIRST_WAIT_NANOS = Duration.ofSeconds(5).toNanos();
    private static final double PERCENT = 100;

    private final RandomGenerator random;
    private final Backoff failures;
    private final Optional<Duration> own;
    private SyncRules rules = UNTIL_TOLD;

    /** @param own an interval that is stronger than the server's */
    Pace(RandomGenerator random, Optional<Duration> own) {
        this.random = random;
        this.own = own;
        this.failures = new Backoff(FIRST_FAILURE, MOST, random::nextDouble);
    }

    /** The server says how it wants to be asked. */
    void told(SyncRules by) {
        rules = by;
    }

    /** A request went well. */
    void went() {
        failures.reset();
    }

    /** How long a request may wait at the server; zero when it may not. */
    Duration patience() {
        return Duration.ofSeconds(rules.waitSeconds());
    }

    /** So that agents that start together do not ask together. */
    Duration first() {
        return Duration.ofNanos((long) (Math.min(FIRST_WAIT_NANOS, interval().toNanos()) * random.nextDouble()));
    }

    /** From one request to the next. */
    Duration next() {
        double part = rules.jitterPercent() / PERCENT;
        return Duration.ofNanos((long) (interval().toNanos() * (1 - part + 2 * part * random.nextDouble())));
    }

    private Duration interval() {
        return own.orElseGet(() -> Duration.ofSeconds(rules.intervalSeconds()));
    }

    /** After a failure; the server may ask for more. */
    Duration failed(Optional<Duration> retryAfter) {
        Duration wait = failures.next();
        return retryAfter.filter(asked -> asked.compareTo(MOST_RETRY_AFTER) < 0)
                .filter(asked -> asked.compareTo(wait) > 0).orElse(wait);
    }

    /** Where only a person can help: 60 to 90 s. */
    Duration slow() {
        return MOST.plusNanos((long) (MOST.toNanos() / 2.0 * random.nextDouble()));
    }
}
