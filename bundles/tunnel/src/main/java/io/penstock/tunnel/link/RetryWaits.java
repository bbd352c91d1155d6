package io.penstock.tunnel.link;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait after each ending in a row: full jitter, so that many diallers of a gateway that comes back do not come
 * at once. Not thread-safe: one owner.
 */
final class RetryWaits {
    /** The first wait is shorter than this. */
    static final Duration FIRST = Duration.ofSeconds(1);
    /** Every wait is shorter than this, refusals apart. */
    static final Duration LONGEST = Duration.ofSeconds(30);
    /** After a refusal that somebody must do something about, at least this long, and up to half as long again. */
    static final Duration AFTER_REFUSAL = Duration.ofSeconds(60);

    private final DoubleSupplier random;
    private Duration cap = FIRST;

    /** @param random gives numbers in [0, 1) */
    RetryWaits(DoubleSupplier random) {
        this.random = random;
    }

    /** One more ending: how long to wait before the next try. */
    Duration next(Ending ending) {
        Duration least = switch (ending.kind()) {
            case LOST, SILENT, BUSY -> ending.retryAfter();
            case DUPLICATE, DISABLED, REFUSED -> longer(ending.retryAfter(), AFTER_REFUSAL);
        };
        Duration jitter = part(longer(cap, least.dividedBy(2)));
        cap = cap.compareTo(LONGEST.dividedBy(2)) > 0 ? LONGEST : cap.multipliedBy(2);
        return least.plus(jitter);
    }

    /** A wait that does not count: part of the first one. */
    Duration soon() {
        return part(FIRST);
    }

    /** The gateway let this end in. */
    void reset() {
        cap = FIRST;
    }

    private Duration part(Duration whole) {
        return Duration.ofNanos((long) (whole.toNanos() * random.getAsDouble()));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
