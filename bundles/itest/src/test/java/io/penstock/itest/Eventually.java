package io.penstock.itest;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what another process or thread does, with a deadline that only a defect reaches. */
final class Eventually {
    private static final Duration DEADLINE = Duration.ofSeconds(120);
    private static final long LOOK_EVERY_MS = 20;

    private Eventually() {
    }

    /** Returns when the condition holds; fails, naming it, at the deadline. */
    static void holds(String what, BooleanSupplier condition) throws InterruptedException {
        holdsOr(what, condition, () -> "");
    }

    /** The same, which tells what there is when it fails. */
    static void holds(String what, BooleanSupplier condition, Supplier<?> instead) throws InterruptedException {
        holdsOr(what, condition, () -> ", but there is " + instead.get());
    }

    private static void holdsOr(String what, BooleanSupplier condition, Supplier<String> addition) throws InterruptedException {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not within " + DEADLINE.toSeconds() + " s: " + what + addition.get());
            }
            Thread.sleep(LOOK_EVERY_MS);
        }
    }
}
