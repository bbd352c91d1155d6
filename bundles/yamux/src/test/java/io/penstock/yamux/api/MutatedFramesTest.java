package io.penstock.yamux.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Frames with some of their bits turned: they end in a reset or a go-away, never in an exception or a leak.
 * {@code -Dpenstock.mutations=1000000} for a long run.
 */
class MutatedFramesTest {
    private static final int FRAMES = Integer.getInteger("penstock.mutations", 20_000);
    private static final int PER_SESSION = 200;

    @Test
    void mutatedFramesEndInAResetOrAGoAway() {
        int broken = 0;
        int sessions = (FRAMES + PER_SESSION - 1) / PER_SESSION;
        for (int seed = 0; seed < sessions; seed++) {
            broken += run(seed) ? 1 : 0;
        }
        assertThat(broken).isBetween(sessions / 10, sessions);
    }

    private static boolean run(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        try (Pair pair = new Pair()) {
            pair.server.acceptor = stream -> new Echo();
            for (int i = 0; i < 5; i++) {
                pair.server.session.open(new Recorder()).write(pair.bytes(100));
            }
            for (int i = 0; i < PER_SESSION; i++) {
                ByteBuf frame = frame(pair, random);
                mutate(frame, random, i);
                pair.server.session.received(frame);
                if (random.nextInt(3) == 0) {
                    pair.server.session.receivedAll();
                    pair.loop.run();
                    pair.server.pipe.take(1_000_000).release();
                }
            }
            assertThat(pair.server.session.figures().heldBytes()).as("seed %s", seed).isLessThanOrEqualTo(64L << 20);
            assertThat(pair.server.session.openStreams()).as("seed %s", seed).isLessThanOrEqualTo(PER_SESSION + 5);
            return pair.server.lost.isPresent();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    /** A frame as a client that runs well might send it. */
    private static ByteBuf frame(Pair pair, SplittableRandom random) {
        ByteBuf frame = pair.buffers.buffer();
        int id = 1 + random.nextInt(12);
        switch (random.nextInt(6)) {
            case 0 -> Header.write(frame, Header.WINDOW_UPDATE, Header.SYN, id | 1, random.nextInt(1 << 20));
            case 1 -> Header.write(frame, Header.WINDOW_UPDATE, random.nextInt(2) * Header.ACK, id, random.nextInt(1 << 20));
            case 2 -> Header.write(frame, Header.PING, 1 + random.nextInt(2), 0, random.nextInt());
            case 3 -> Header.write(frame, random.nextInt(2), random.nextBoolean() ? Header.FIN : Header.RST, id, 0);
            default -> {
                int size = random.nextInt(2000);
                Header.write(frame, Header.DATA, random.nextInt(8) == 0 ? Header.FIN : 0, id, size);
                frame.writeZero(size);
            }
        }
        return frame;
    }

    /** The longer a session lives, the more is turned, so that some get far and most break in the end. */
    private static void mutate(ByteBuf frame, SplittableRandom random, int age) {
        if (random.nextInt(PER_SESSION) < age) {
            int bit = random.nextInt(Header.BYTES * 8);
            frame.setByte(bit / 8, frame.getByte(bit / 8) ^ 1 << bit % 8);
        }
    }
}
