package io.penstock.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.DefaultEventLoop;
import io.penstock.core.time.Clock;
import io.penstock.yamux.api.Carrier;
import io.penstock.yamux.api.GoAwayCode;
import io.penstock.yamux.api.Role;
import io.penstock.yamux.api.SessionEvents;
import io.penstock.yamux.api.StreamEvents;
import io.penstock.yamux.api.YamuxSession;
import io.penstock.yamux.api.YamuxSettings;
import io.penstock.yamux.api.YamuxStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The multiplexer alone, both ends on one thread, no socket and no TLS between: {@code YamuxLoad [STREAMS] [WRITE-BYTES] [GIGABYTES]}
 * prints what one core carries and what a round trip of 100 bytes costs; {@code YamuxLoad idle} what an idle stream holds.
 */
public final class YamuxLoad implements SessionEvents {
    private static final int CARRIER_BYTES = 256 * 1024;
    private static final int IDLE_STREAMS = 10_000;
    private static final int ROUND_TRIPS = 1_000_000;

    private final DefaultEventLoop loop = new DefaultEventLoop();
    private final Wire there = new Wire();
    private final Wire back = new Wire();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final int writeBytes;
    private final YamuxSession client;
    private final YamuxSession server;
    private long wanted;
    private long received;

    private YamuxLoad(int writeBytes, boolean mirror) {
        this.writeBytes = writeBytes;
        YamuxSettings settings = YamuxSettings.defaults();
        server = new YamuxSession(Role.SERVER, settings, loop, Clock.system(), back,
                stream -> mirror ? new Mirror() : new Sink(), this);
        client = new YamuxSession(Role.CLIENT, settings, loop, Clock.system(), there, stream -> new Sink(), this);
    }

    /** @param args streams (1), bytes per write (65536), gigabytes (20) */
    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("idle")) {
            new YamuxLoad(100, true).idle();
            System.exit(0);
        }
        int streams = args.length > 0 ? Integer.parseInt(args[0]) : 1;
        int writeBytes = args.length > 1 ? Integer.parseInt(args[1]) : 65_536;
        long bytes = (args.length > 2 ? Long.parseLong(args[2]) : 20) * 1_000_000_000L;
        for (int run = 0; run < 3; run++) {
            YamuxLoad load = new YamuxLoad(writeBytes, false);
            long start = System.nanoTime();
            load.bulk(streams, bytes);
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf("%d stream(s), writes of %d bytes: %.2f GB/s, %.0f ns per write%n", streams, writeBytes, bytes / 1e9 / seconds,
                    seconds * 1e9 / ((double) bytes / writeBytes));
            System.out.println(load.server.figures());
            load.loop.shutdownGracefully();
        }
        YamuxLoad load = new YamuxLoad(100, true);
        for (int run = 0; run < 3; run++) {
            long start = System.nanoTime();
            load.pingPong();
            System.out.printf("round trip of 100 bytes, both ends: %.0f ns%n", (System.nanoTime() - start) / (double) ROUND_TRIPS);
        }
        System.exit(0);
    }

    private void bulk(int streams, long bytes) throws Exception {
        wanted = bytes;
        loop.execute(() -> {
            for (int i = 0; i < streams; i++) {
                Source source = new Source();
                source.writable(client.open(source));
            }
            step();
        });
        done.get();
    }

    private void idle() throws Exception {
        long before = usedHeap();
        List<YamuxStream> streams = new ArrayList<>();
        for (int i = 0; i < IDLE_STREAMS; i++) {
            loop.submit(() -> {
                YamuxStream stream = client.open(new Sink());
                streams.add(stream);
                stream.write(payload());
                move();
                move();
                move();
            }).get();
        }
        System.out.printf("%d idle streams that had a round trip: %.0f bytes of heap each and end, owner included%n", client.openStreams(),
                (usedHeap() - before) / 2.0 / streams.size());
    }

    private static long usedHeap() {
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private void pingPong() throws Exception {
        CompletableFuture<Void> last = new CompletableFuture<>();
        loop.execute(() -> {
            Ball ball = new Ball(last);
            YamuxStream stream = client.open(ball);
            stream.write(payload());
            stepUntil(last);
        });
        last.get();
    }

    private void stepUntil(CompletableFuture<Void> last) {
        move();
        if (!last.isDone()) {
            loop.execute(() -> stepUntil(last));
        }
    }

    private void step() {
        move();
        if (received >= wanted) {
            done.complete(null);
        } else {
            loop.execute(this::step);
        }
    }

    private void move() {
        there.move(server);
        client.writabilityChanged();
        back.move(client);
        server.writabilityChanged();
    }

    private ByteBuf payload() {
        return PooledByteBufAllocator.DEFAULT.directBuffer(writeBytes).writerIndex(writeBytes);
    }

    @Override
    public void goingAway(GoAwayCode code) {
    }

    @Override
    public void lost(Throwable cause) {
        done.completeExceptionally(cause);
    }

    /** Buffers from one session to the other. */
    private static final class Wire implements Carrier {
        private final ArrayDeque<ByteBuf> parts = new ArrayDeque<>();
        private int waiting;

        @Override
        public boolean isWritable() {
            return waiting < CARRIER_BYTES;
        }

        @Override
        public void write(ByteBuf bytes) {
            waiting += bytes.readableBytes();
            parts.add(bytes);
        }

        @Override
        public void flush() {
        }

        @Override
        public void close() {
        }

        void move(YamuxSession to) {
            for (ByteBuf part = parts.poll(); part != null; part = parts.poll()) {
                waiting -= part.readableBytes();
                to.received(part);
            }
            to.receivedAll();
        }
    }

    /** Consumes at once. */
    private class Sink implements StreamEvents {
        @Override
        public void data(YamuxStream stream, ByteBuf bytes) {
            int size = bytes.readableBytes();
            received += size;
            stream.consumed(size);
            bytes.release();
        }

        @Override
        public void finished(YamuxStream stream) {
        }

        @Override
        public void reset(YamuxStream stream, Throwable cause) {
        }

        @Override
        public void writable(YamuxStream stream) {
        }
    }

    private final class Mirror extends Sink {
        @Override
        public void data(YamuxStream stream, ByteBuf bytes) {
            stream.consumed(bytes.readableBytes());
            stream.write(bytes);
        }
    }

    private final class Source extends Sink {
        @Override
        public void writable(YamuxStream stream) {
            while (stream.isWritable()) {
                stream.write(payload());
            }
        }
    }

    private final class Ball extends Sink {
        private final CompletableFuture<Void> last;
        private int left = ROUND_TRIPS;

        Ball(CompletableFuture<Void> last) {
            this.last = last;
        }

        @Override
        public void data(YamuxStream stream, ByteBuf bytes) {
            stream.consumed(bytes.readableBytes());
            if (--left > 0) {
                stream.write(bytes);
            } else {
                bytes.release();
                stream.reset();
                last.complete(null);
            }
        }
    }
}
