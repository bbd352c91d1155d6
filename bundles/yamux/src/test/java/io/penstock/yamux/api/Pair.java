package io.penstock.yamux.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Two sessions and the bytes between them; closing it checks that every buffer was released, to the byte. */
final class Pair implements AutoCloseable {
    /** One end and what happened to it. */
    static final class End implements SessionEvents {
        final List<Recorder> accepted = new ArrayList<>();
        final Pipe pipe;
        StreamAcceptor acceptor = stream -> {
            Recorder recorder = new Recorder();
            recorder.stream = Optional.of(stream);
            accepted.add(recorder);
            return recorder;
        };
        YamuxSession session;
        Optional<GoAwayCode> goAway = Optional.empty();
        Optional<Throwable> lost = Optional.empty();

        End(Pipe pipe) {
            this.pipe = pipe;
        }

        @Override
        public void goingAway(GoAwayCode code) {
            assertThat(goAway).isEmpty();
            goAway = Optional.of(code);
        }

        @Override
        public void lost(Throwable cause) {
            assertThat(lost).isEmpty();
            lost = Optional.of(cause);
        }
    }

    final TestLoop loop = new TestLoop();
    final SplittableRandom random = new SplittableRandom(42);
    final UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(false, true);
    final End client;
    final End server;
    int burst = 200_000;

    Pair() {
        this(YamuxSettings.defaults(), YamuxSettings.defaults(), 256 * 1024);
    }

    Pair(YamuxSettings clientSettings, YamuxSettings serverSettings, int capacity) {
        client = end(Role.CLIENT, clientSettings, capacity);
        server = end(Role.SERVER, serverSettings, capacity);
    }

    private End end(Role role, YamuxSettings settings, int capacity) {
        End end = new End(new Pipe(buffers, capacity));
        end.session = new YamuxSession(role, settings, loop, loop.clock, end.pipe, stream -> end.acceptor.accept(stream), end);
        return end;
    }

    ByteBuf bytes(int size) {
        return buffers.buffer(size).writeZero(size);
    }

    ByteBuf bytes(String text) {
        return buffers.buffer(text.length()).writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Moves bytes both ways until nothing moves any more. */
    void exchange() {
        while (step()) {
        }
    }

    /** Moves one burst each way; true when anything moved. */
    boolean step() {
        boolean moved = loop.run();
        moved |= move(client, server);
        moved |= move(server, client);
        return moved;
    }

    private boolean move(End from, End to) {
        boolean wasWritable = from.pipe.isWritable();
        boolean moved = from.pipe.move(random, 1 + random.nextInt(burst), to.session);
        if (!wasWritable && from.pipe.isWritable()) {
            from.session.writabilityChanged();
        }
        return moved;
    }

    @Override
    public void close() {
        client.session.close();
        server.session.close();
        client.pipe.release();
        server.pipe.release();
        assertThat(buffers.metric().usedHeapMemory() + buffers.metric().usedDirectMemory()).as("bytes of buffers not released").isZero();
    }
}
