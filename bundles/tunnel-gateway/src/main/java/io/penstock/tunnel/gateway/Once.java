package io.penstock.tunnel.gateway;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Passes on the first answer and no other. Thread-safe. */
final class Once implements Consumer<Boolean> {
    private final AtomicBoolean told = new AtomicBoolean();
    private final Consumer<Boolean> next;

    Once(Consumer<Boolean> next) {
        this.next = next;
    }

    @Override
    public void accept(Boolean answer) {
        if (told.compareAndSet(false, true)) {
            next.accept(answer);
        }
    }
}
