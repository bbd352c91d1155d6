package io.penstock.cli.server;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Looks again every now and then, for a limited time. One thread. */
final class Waiting {
    private static final long PAUSE_MS = 300;

    private final long until;
    private final CountDownLatch never = new CountDownLatch(1);

    Waiting(long seconds) {
        this.until = Clock.system().nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    }

    /** Waits a little; false when the time is up. */
    boolean again() {
        if (Clock.system().nanoTime() - until > 0) {
            return false;
        }
        try {
            return !never.await(PAUSE_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PenstockException(ErrorKind.CLOSED, "cli.interrupted", "interrupted while waiting", e);
        }
    }
}
