package io.penstock.tunnel.testing;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for something that tells nobody when it comes true. */
public final class Until {
    private static final long PATIENCE_SECONDS = 20;

    private Until() {
    }

    /** Fails, saying what, when it does not. */
    public static void holds(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("never came true: " + what);
            }
            Thread.onSpinWait();
            Thread.yield();
        }
    }
}
