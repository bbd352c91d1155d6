package io.penstock.tunnel.agent;

import io.penstock.core.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

/** Tells what a gateway asked for and is not allowed: a line at once, then one a while, however much it asks. Thread-safe. */
final class Denials {
    /** At least this is between two lines. */
    static final Duration PAUSE = Duration.ofSeconds(10);

    private final Clock clock;
    private final Consumer<String> log;
    private boolean told;
    private long toldNanos;
    private long leftOut;

    /** @param log takes the lines; never waits */
    Denials(Clock clock, Consumer<String> log) {
        this.clock = clock;
        this.log = log;
    }

    /** A target was refused. @param message names it, and nothing of the gateway's own words */
    synchronized void denied(String message) {
        long now = clock.nanoTime();
        if (told && now - toldNanos < PAUSE.toNanos()) {
            leftOut++;
            return;
        }
        log.accept(leftOut == 0 ? message : message + " (" + leftOut + " more were refused since the last such line)");
        told = true;
        toldNanos = now;
        leftOut = 0;
    }
}
