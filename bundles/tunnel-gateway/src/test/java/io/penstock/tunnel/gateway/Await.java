package io.penstock.tunnel.gateway;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what other threads bring about, looking again and again. */
final class Await {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Await() {
    }

    static void until(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not within " + PATIENCE + ": " + what);
            }
            Thread.sleep(2);
        }
    }

    static <T> T value(String what, Supplier<T> supplier, java.util.function.Predicate<T> wanted) throws InterruptedException {
        Object[] last = new Object[1];
        until(what, () -> {
            T now = supplier.get();
            last[0] = now;
            return wanted.test(now);
        });
        @SuppressWarnings("unchecked")
        T found = (T) last[0];
        return found;
    }
}
