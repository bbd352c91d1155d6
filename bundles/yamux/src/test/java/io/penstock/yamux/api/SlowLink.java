package io.penstock.yamux.api;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One way of a connection with a rate and a delay, in the loop's own time; the sender's socket holds 256 KiB. */
final class SlowLink implements Carrier {
    private static final int SOCKET_BYTES = 256 * 1024;

    private final TestLoop loop;
    private final double nanosPerByte;
    private final long delayNanos;
    private final Supplier<YamuxSession> from;
    private final Supplier<YamuxSession> to;
    private final ArrayDeque<ByteBuf> unflushed = new ArrayDeque<>();
    private long freeAt;
    private int waiting;

    SlowLink(TestLoop loop, double gigabitsPerSecond, long delayMillis, Supplier<YamuxSession> from, Supplier<YamuxSession> to) {
        this.loop = loop;
        this.nanosPerByte = 8 / gigabitsPerSecond;
        this.delayNanos = TimeUnit.MILLISECONDS.toNanos(delayMillis);
        this.from = from;
        this.to = to;
    }

    @Override
    public boolean isWritable() {
        return waiting < SOCKET_BYTES;
    }

    @Override
    public void write(ByteBuf bytes) {
        waiting += bytes.readableBytes();
        unflushed.add(bytes);
    }

    @Override
    public void flush() {
        long now = loop.clock.nanoTime();
        while (!unflushed.isEmpty()) {
            ByteBuf bytes = unflushed.poll();
            int size = bytes.readableBytes();
            freeAt = Math.max(now, freeAt) + (long) (size * nanosPerByte);
            loop.schedule(() -> left(size), freeAt - now, TimeUnit.NANOSECONDS);
            loop.schedule(() -> arrived(bytes), freeAt + delayNanos - now, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void close() {
    }

    private void left(int size) {
        waiting -= size;
        if (isWritable()) {
            from.get().writabilityChanged();
        }
    }

    private void arrived(ByteBuf bytes) {
        to.get().received(bytes);
        to.get().receivedAll();
    }
}
