package io.penstock.tunnel.wire.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.penstock.yamux.api.StreamEvents;
import io.penstock.yamux.api.YamuxStream;
import java.security.SecureRandom;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ResumptionTest {
    private static final int CUTS = Integer.getInteger("penstock.cuts", 200);

    /** Sends back what comes. */
    private static final class Echo implements StreamEvents {
        @Override
        public void data(YamuxStream stream, ByteBuf bytes) {
            int count = bytes.readableBytes();
            stream.write(bytes);
            stream.consumed(count);
        }

        @Override
        public void finished(YamuxStream stream) {
            stream.finish();
        }

        @Override
        public void reset(YamuxStream stream, Throwable cause) {
        }

        @Override
        public void writable(YamuxStream stream) {
        }
    }

    private static byte at(long position) {
        return (byte) (position * 31 >>> 3);
    }

    /** Sends numbers until all cuts are made, checks what comes back, and cuts whenever a random number of bytes came. */
    private static final class Counter implements StreamEvents {
        private static final int PIECE = 8 * 1024;
        private static final int MOST_BETWEEN_CUTS = 100_000;

        private final ResumptionRig rig;
        private final Random random = new Random(Long.getLong("penstock.seed", 11));
        private final CompletableFuture<Long> done = new CompletableFuture<>();
        private long sent;
        private long came;
        private long nextCut;
        private int cuts;

        private Counter(ResumptionRig rig) {
            this.rig = rig;
        }

        @Override
        public void writable(YamuxStream stream) {
            while (stream.isWritable() && cuts < CUTS) {
                byte[] piece = new byte[PIECE];
                for (int i = 0; i < PIECE; i++) {
                    piece[i] = at(sent++);
                }
                stream.write(Unpooled.wrappedBuffer(piece));
            }
            if (cuts >= CUTS) {
                stream.finish();
            }
        }

        @Override
        public void data(YamuxStream stream, ByteBuf bytes) {
            byte[] read = ByteBufUtil.getBytes(bytes);
            int count = read.length;
            bytes.release();
            for (byte one : read) {
                if (one != at(came++)) {
                    done.completeExceptionally(new AssertionError("another byte at " + came));
                }
            }
            stream.consumed(count);
            if (cuts >= CUTS) {
                stream.finish();
            } else if (came >= nextCut && rig.resumed.get() >= cuts) {
                nextCut = came + random.nextInt(MOST_BETWEEN_CUTS);
                cuts++;
                ResumptionRig.cut(random.nextBoolean() ? rig.diallersChannel : rig.gatewaysChannel);
            }
        }

        @Override
        public void finished(YamuxStream stream) {
            done.complete(came);
        }

        @Override
        public void reset(YamuxStream stream, Throwable cause) {
            done.completeExceptionally(cause);
        }
    }

    @Test
    void keepsEveryByteThoughTheConnectionIsCutAgainAndAgain() throws Exception {
        try (ResumptionRig rig = new ResumptionRig(stream -> new Echo())) {
            Counter counter = new Counter(rig);
            rig.diallersLoop.execute(() -> counter.writable(rig.dialler.join().session().open(counter)));
            long came = counter.done.get(60L + CUTS, TimeUnit.SECONDS);
            assertThat(came).isEqualTo(counter.sent);
            assertThat(rig.resumed.get()).isEqualTo(CUTS);
        }
    }

    @Test
    void endsTheOtherEndAtOnceWhenASessionIsClosed() {
        try (ResumptionRig rig = new ResumptionRig(stream -> new Echo())) {
            rig.diallersLoop.execute(() -> rig.dialler.join().session().close());
            assertThat(Await.result(rig.lostAtGateway)).isNotNull();
            assertThat(rig.sessions.size()).isZero();
        }
    }

    @Test
    void asksOnceOnlyWithAKeyTheGatewayRefuses() {
        try (ResumptionRig rig = new ResumptionRig(stream -> new Echo())) {
            rig.key = SigningKey.generate(new SecureRandom());
            rig.dialled.clear();
            ResumptionRig.cut(rig.diallersChannel);
            assertThat(Await.result(rig.lostAtDialler)).hasMessageContaining("UNAUTHENTICATED");
            assertThat(rig.dialled).hasSize(1);
            assertThat(rig.resumed.get()).isZero();
            assertThat(rig.sessions.size()).isEqualTo(1);
        }
    }

    @Test
    void endsASessionTheGatewayDoesNotKnowAnyMore() {
        try (ResumptionRig rig = new ResumptionRig(stream -> new Echo())) {
            ResumeToken other = new ResumeToken(Samples.counting(16), Samples.counting(32));
            Await.result(rig.diallersLoop.submit(() -> rig.dialler.join().resumeWith(other)));
            ResumptionRig.cut(rig.diallersChannel);
            assertThat(Await.result(rig.lostAtDialler)).hasMessageContaining("does not know");
        }
    }
}
