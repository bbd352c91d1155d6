package io.penstock.relay.server;

import io.penstock.relay.wire.api.Message.Ack;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What one connection has yet to be told about its epochs. Many batches delivered at about the same time make one
 * acknowledgement; a client that does not read gets none, so nothing piles up. Event loop only, except {@link #moved}.
 */
final class Acks {
    private final Executor loop;
    private final BooleanSupplier writable;
    private final Consumer<Ack> sender;
    private final Map<EpochLog, Long> told = new LinkedHashMap<>();
    private final AtomicBoolean due = new AtomicBoolean();
    private final Runnable listener = this::moved;
    private boolean closed;

    /**
     * @param writable whether the connection takes more at the moment
     * @param sender writes and flushes
     */
    Acks(Executor loop, BooleanSupplier writable, Consumer<Ack> sender) {
        this.loop = loop;
        this.writable = writable;
        this.sender = sender;
    }

    /** From now on the client is told of this epoch; also, at once, of what is delivered by now beyond {@code known}. */
    void follow(EpochLog log, long known) {
        if (!closed && told.putIfAbsent(log, known) == null) {
            log.listen(listener);
            tell();
        }
    }

    /** Something was delivered. Any thread. */
    private void moved() {
        if (due.compareAndSet(false, true)) {
            loop.execute(this::tell);
        }
    }

    /** Tells what is new, if the connection takes it. */
    void tell() {
        due.set(false);
        if (closed || !writable.getAsBoolean()) {
            return;
        }
        told.replaceAll((log, known) -> {
            long delivered = log.acknowledged();
            if (delivered > known) {
                sender.accept(new Ack(log.epoch(), delivered));
            }
            return Math.max(delivered, known);
        });
    }

    void close() {
        closed = true;
        told.keySet().forEach(log -> log.unlisten(listener));
        told.clear();
    }
}
