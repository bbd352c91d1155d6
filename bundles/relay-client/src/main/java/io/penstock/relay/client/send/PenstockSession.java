package io.penstock.relay.client.send;

import io.penstock.core.time.Clock;
import io.penstock.relay.client.backlog.Backlog;
import io.penstock.relay.client.backlog.BlockSource;
import io.penstock.relay.client.backlog.Signal;
import io.penstock.relay.wire.api.Compression;
import io.penstock.relay.wire.api.DataEncoder;
import io.penstock.relay.wire.api.Message;
import io.penstock.relay.wire.api.MessageCodec;
import io.penstock.relay.wire.api.WireLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Our own protocol: pipelined frames within a window, cumulative acknowledgements, heartbeats. */
final class PenstockSession implements Session {
    /** Whatever a server asks for. */
    private static final Duration SHORTEST_HEARTBEAT = Duration.ofMillis(10);

    private final SenderSetup setup;
    private final Link link;
    private final Ending ending;
    private final Clock clock;
    private final Signal signal;
    private final Backlog backlog;
    private final BlockSource source;
    private final InFlight inFlight = new InFlight();
    private final ChunkPump pump;
    private final AckReader acks;
    private final Duration heartbeat;
    private final long windowBytes;
    private long lastSent;

    /** @param connection a number of its own, from 1 */
    PenstockSession(SenderSetup setup, Link link, Handshake.Agreed agreed, Ending ending, int connection, String name) {
        this.setup = setup;
        this.link = link;
        this.ending = ending;
        this.clock = setup.clock();
        this.signal = setup.signal();
        this.backlog = setup.spool().backlog();
        this.source = setup.spool().source();
        Message.Welcome welcome = agreed.welcome();
        this.heartbeat = welcome.heartbeat().compareTo(SHORTEST_HEARTBEAT) < 0 ? SHORTEST_HEARTBEAT : welcome.heartbeat();
        this.windowBytes = welcome.windowBytes();
        DataEncoder encoder = new DataEncoder(WireLimits.of(welcome),
                agreed.zstd() ? Compression.ZSTD : Compression.NONE);
        this.pump = new ChunkPump(encoder, source, backlog, connection);
        this.acks = new AckReader(setup, link, inFlight, heartbeat, name);
        this.lastSent = clock.nanoTime();
    }

    @Override
    public void run() throws IOException, InterruptedException {
        acks.start();
        try {
            while (!finished()) {
                signal.await(() -> acks.failure().isPresent() || finished() || isDue(), wakeAt());
                failIfLost();
                if (isDue()) {
                    sendWhatIsThere();
                }
                heartbeat();
            }
            write(List.of(MessageCodec.encode(new Message.Goodbye("the client stops"))));
            link.finish();
        } catch (IOException e) {
            // The reader knows better why: a Reject it read, or silence, and not that the socket is closed.
            link.close();
            acks.join();
            throw acks.failure().filter(cause -> cause instanceof Refusal || cause instanceof LostConnection).orElse(e);
        } finally {
            link.close();
            acks.join();
            setup.counters().inFlight(0);
        }
    }

    private boolean finished() {
        return ending.isNow() || ending.asked() && inFlight.isEmpty() && backlog.unsent() == 0;
    }

    private void failIfLost() throws IOException {
        Optional<IOException> failure = acks.failure();
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    private OptionalLong dueAt() {
        int atOnce = ending.asked() ? 1 : setup.options().bufferMaxLength();
        return backlog.dueAt(atOnce, setup.options().bufferTimeout());
    }

    private boolean isDue() {
        OptionalLong at = dueAt();
        return at.isPresent() && at.getAsLong() - clock.nanoTime() <= 0;
    }

    private long wakeAt() {
        long beat = lastSent + heartbeat.toNanos();
        OptionalLong due = dueAt();
        return due.isPresent() && due.getAsLong() - beat < 0 ? due.getAsLong() : beat;
    }

    private void sendWhatIsThere() throws IOException, InterruptedException {
        backlog.sending();
        Optional<ChunkPump.Chunk> next = pump.next();
        while (next.isPresent()) {
            if (!send(next.get())) {
                return;
            }
            next = pump.next();
        }
        // Every chunk is sent, so whatever was used up beyond them needed no sending.
        if (pump.usedUp() > 0 && !inFlight.cover(pump.usedUp())) {
            source.done(pump.usedUp());
        }
    }

    /** Sends a chunk once the window has room; false when it was not sent since all ends. */
    private boolean send(ChunkPump.Chunk chunk) throws IOException, InterruptedException {
        long bytes = chunk.bytes();
        while (!signal.await(() -> acks.failure().isPresent() || ending.isNow() || fits(bytes), wakeForHeartbeat())) {
            heartbeat();
        }
        failIfLost();
        if (ending.isNow()) {
            return false;
        }
        inFlight.add(new InFlight.Sent(chunk.epoch(), chunk.next(), bytes, chunk.position(), chunk.lostBefore()));
        setup.counters().inFlight(inFlight.bytes());
        write(chunk.frames());
        acks.settle();
        setup.counters().eventsSent.add(chunk.events());
        return true;
    }

    private boolean fits(long bytes) {
        return inFlight.isEmpty() || inFlight.bytes() + bytes <= windowBytes;
    }

    private long wakeForHeartbeat() {
        return lastSent + heartbeat.toNanos();
    }

    private void heartbeat() throws IOException {
        if (clock.nanoTime() - lastSent >= heartbeat.toNanos()) {
            write(List.of(MessageCodec.encode(new Message.Heartbeat())));
        }
    }

    private void write(List<ByteBuffer> frames) throws IOException {
        long bytes = 0;
        for (ByteBuffer frame : frames) {
            bytes += frame.remaining();
        }
        link.write(frames);
        setup.counters().bytesSent.add(bytes);
        lastSent = clock.nanoTime();
    }
}
