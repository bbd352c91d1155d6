package io.penstock.tunnel.wire.api;

import io.netty.buffer.ByteBuf;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.EventExecutor;
import io.penstock.core.error.PenstockException;
import io.penstock.yamux.api.StreamEvents;
import io.penstock.yamux.api.YamuxStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.IntToLongFunction;

/**
 * One direction of two joined streams: takes the events of {@code from}, on its loop, and writes to {@code to}, on that one's.
 * A burst hops as one. What {@code from} sent gets credit when {@code to} can take more, so what waits is within its window.
 */
final class StreamFlow implements StreamEvents {
    private final YamuxStream from;
    private final YamuxStream to;
    private final IntConsumer count;
    private final IntToLongFunction delay;
    private final StreamSplice.Ends ends;
    private StreamFlow back;
    /** From's loop only. */
    private List<ByteBuf> burst = new ArrayList<>();
    /** To's loop only. */
    private int owed;

    StreamFlow(YamuxStream from, YamuxStream to, IntConsumer count, IntToLongFunction delay, StreamSplice.Ends ends) {
        this.from = from;
        this.to = to;
        this.count = count;
        this.delay = delay;
        this.ends = ends;
    }

    /** @param other the direction back, whose events tell that {@code to} can take more */
    void pairWith(StreamFlow other) {
        back = other;
    }

    EventExecutor loop() {
        return from.session().loop();
    }

    @Override
    public void data(YamuxStream stream, ByteBuf bytes) {
        count.accept(bytes.readableBytes());
        burst.add(bytes);
    }

    @Override
    public void burstEnded(YamuxStream stream) {
        if (!burst.isEmpty()) {
            List<ByteBuf> all = burst;
            burst = new ArrayList<>();
            StreamSplice.hop(back.loop(), () -> write(all), () -> all.forEach(ReferenceCountUtil::release));
        }
    }

    private void write(List<ByteBuf> all) {
        int bytes = 0;
        for (ByteBuf one : all) {
            bytes += one.readableBytes();
            to.write(one);
        }
        owed += bytes;
        creditIfWritable();
    }

    private void creditIfWritable() {
        if (owed > 0 && to.isWritable()) {
            int bytes = owed;
            owed = 0;
            StreamSplice.hop(loop(), () -> credit(bytes), () -> { });
        }
    }

    private void credit(int bytes) {
        long nanos = delay.applyAsLong(bytes);
        if (nanos == 0) {
            from.consumed(bytes);
        } else {
            loop().schedule(() -> from.consumed(bytes), nanos, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void finished(YamuxStream stream) {
        burstEnded(stream);
        StreamSplice.hop(back.loop(), to::finish, () -> { });
        ends.finished();
    }

    @Override
    public void reset(YamuxStream stream, Throwable cause) {
        ends.broke(PenstockException.describe(cause));
    }

    @Override
    public void writable(YamuxStream stream) {
        back.creditIfWritable();
    }

    /** From's loop. */
    void breakOff() {
        burst.forEach(ReferenceCountUtil::release);
        burst.clear();
        from.reset();
    }
}
