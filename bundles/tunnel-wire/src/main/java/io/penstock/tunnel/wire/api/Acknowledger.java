package io.penstock.tunnel.wire.api;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** Counts what was received, and says so each 64 KiB, or 50 ms after the first byte. One loop. */
final class Acknowledger {
    static final int BYTES = 64 * 1024;
    private static final long MILLIS = 50;

    private final LongConsumer send;
    private final Runnable flush;
    private long received;
    private long told;
    private Optional<Future<?>> timer = Optional.empty();

    /**
     * Makes one.
     *
     * @param send sends an offset, with the next flush
     * @param flush where no burst does it
     */
    Acknowledger(LongConsumer send, Runnable flush) {
        this.send = send;
        this.flush = flush;
    }

    long received() {
        return received;
    }

    void count(int bytes, EventExecutor loop) {
        received += bytes;
        if (received - told >= BYTES) {
            tell();
        } else if (timer.isEmpty()) {
            timer = Optional.of(loop.schedule(this::late, MILLIS, TimeUnit.MILLISECONDS));
        }
    }

    private void late() {
        timer = Optional.empty();
        if (received > told) {
            tell();
            flush.run();
        }
    }

    private void tell() {
        told = received;
        send.accept(received);
    }

    /** The other end knows all by other means. */
    void known() {
        told = received;
    }

    void stop() {
        timer.ifPresent(one -> one.cancel(false));
        timer = Optional.empty();
    }
}
