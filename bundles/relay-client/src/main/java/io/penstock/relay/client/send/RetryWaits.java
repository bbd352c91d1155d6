package io.penstock.relay.client.send;

import io.penstock.core.concurrent.Backoff;
import io.penstock.relay.client.settings.RetryOptions;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/** How long to wait after each failure in a row. Sender only. */
final class RetryWaits {
    /** Once the retries are used up, for ever. */
    static final Duration SLOW = Duration.ofSeconds(60);
    /** With endless retries, this many in a row are no hiccup any more. */
    private static final int PATIENCE = 5;

    private final RetryOptions options;
    private final Backoff backoff;
    private int failures;

    /** @param random gives numbers in [0, 1) */
    RetryWaits(RetryOptions options, DoubleSupplier random) {
        this.options = options;
        Duration max = options.maxDelay().compareTo(options.initialDelay()) < 0 ? options.initialDelay() : options.maxDelay();
        this.backoff = new Backoff(options.initialDelay(), max, options.jitter() ? random : () -> 1);
    }

    /** One more failure: how long to wait before the next try. */
    Duration next() {
        failures++;
        return options.maxTimes() > 0 && failures > options.maxTimes() ? SLOW : backoff.next();
    }

    /** Whether it has failed so often in a row that people must know. */
    boolean exhausted() {
        return failures > (options.maxTimes() > 0 ? options.maxTimes() : PATIENCE);
    }

    /** How many failures in a row. */
    int failures() {
        return failures;
    }

    /** It succeeded. */
    void reset() {
        failures = 0;
        backoff.reset();
    }
}
