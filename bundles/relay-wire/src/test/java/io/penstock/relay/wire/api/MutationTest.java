package io.penstock.relay.wire.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.relay.wire.alumet.api.AlumetCodec;
import io.penstock.relay.wire.alumet.api.AlumetMessage;
import io.penstock.relay.wire.alumet.api.AlumetReceiver;
import io.penstock.relay.wire.alumet.api.AlumetSender;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Bytes damaged at random end in events or in an error of ours; never in another exception, nor in more memory than the
 * limits allow. {@code -Dpenstock.mutations=1000000} takes longer.
 */
class MutationTest {
    private static final int MUTATIONS = Integer.getInteger("penstock.mutations", 20_000);
    private static final int LIMIT = WireLimits.LEAST_FRAME_BYTES;
    /** What a frame may unfold to, and what decoding it takes besides. */
    private static final long MAX_ALLOCATED_BYTES = 16L * LIMIT;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final List<byte[]> conversations = new ArrayList<>();
    private final List<Frame> sealed = new ArrayList<>();
    private long broken;
    private long whole;

    @Test
    void damagedBytesEndInAnErrorOfOurs() {
        prepare();
        warmUp();
        for (int seed = 0; seed < MUTATIONS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            long before = THREADS.getCurrentThreadAllocatedBytes();
            try {
                mutate(random);
                whole++;
            } catch (PenstockException e) {
                assertThat(e.kind()).as("seed " + seed).isIn(ErrorKind.CORRUPT, ErrorKind.INVALID);
                broken++;
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                throw new AssertionError("seed " + seed, e);
            }
            assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).as("bytes allocated by seed " + seed)
                    .isLessThan(MAX_ALLOCATED_BYTES);
        }
        assertThat(broken).as("the damage is real").isGreaterThan(MUTATIONS / 3);
        assertThat(whole).as("but not always told").isPositive();
    }

    private void prepare() {
        conversations.add(join(List.of(MessageCodec.encode(Samples.HELLO), MessageCodec.encode(Samples.PROOF))));
        conversations.add(join(List.of(MessageCodec.encode(Samples.HELLO), MessageCodec.encode(Samples.CHALLENGE),
                MessageCodec.encode(Samples.WELCOME), MessageCodec.encode(Samples.ACK), MessageCodec.encode(Samples.REJECT))));
        conversations.add(join(new AlumetSender("n").encode(new RandomEvents(1).batch(50)).frames()));
        for (int seed = 0; seed < 20; seed++) {
            DataEncoder encoder = new DataEncoder(Wire.TIGHT, seed % 2 == 0 ? Compression.NONE : Compression.ZSTD);
            RandomEvents random = new RandomEvents(seed);
            List<ByteBuffer> frames = new ArrayList<>();
            frames.add(MessageCodec.encode(Samples.HELLO));
            for (int batch = 0; batch < 3; batch++) {
                frames.addAll(Wire.encode(encoder, 7, batch * 1000L, random.batch(30)));
            }
            conversations.add(join(frames));
            if (seed % 2 == 0) {
                sealed.addAll(Wire.frames(frames.subList(1, frames.size())));
            }
        }
    }

    /** Everything once unharmed, so that no class is loaded while bytes are counted. */
    private void warmUp() {
        conversations.forEach(each -> {
            try {
                talk(new SplittableRandom(1), each);
                talk(new SplittableRandom(1), damaged(new SplittableRandom(1), each));
                behindTheChecksum(new SplittableRandom(each.length));
            } catch (PenstockException e) {
                broken++;
            }
        });
        broken = 0;
    }

    private void mutate(SplittableRandom random) {
        if (random.nextBoolean()) {
            talk(random, damaged(random, conversations.get(random.nextInt(conversations.size()))));
        } else {
            behindTheChecksum(random);
        }
    }

    /** A stream as it would arrive, in pieces. */
    private static void talk(SplittableRandom random, byte[] bytes) {
        FrameReader reader = new FrameReader(LIMIT);
        Listener listener = new Listener();
        for (int at = 0; at < bytes.length;) {
            int count = Math.min(bytes.length - at, 1 + random.nextInt(2000));
            reader.feed(ByteBuffer.wrap(bytes, at, count));
            at += count;
            for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
                listener.take(next.get());
            }
        }
    }

    /** Bodies whose checksum is right although their content is not: what only a hostile client sends. */
    private void behindTheChecksum(SplittableRandom random) {
        Listener listener = new Listener();
        int from = random.nextInt(sealed.size());
        for (int i = 0; i < 4; i++) {
            Frame frame = sealed.get((from + i) % sealed.size());
            if (frame.type() == Frame.RESET) {
                listener.take(frame);
                continue;
            }
            PostcardReader plain = SealedBody.open(frame, LIMIT);
            byte[] body = plain.raw(plain.remaining());
            byte[] other = random.nextInt(3) == 0 ? damaged(random, body) : body;
            PostcardWriter out = new PostcardWriter(other.length).raw(other, 0, other.length);
            listener.take(Wire.frames(List.of(SealedBody.seal(frame.type(), out, Compression.NONE))).get(0));
        }
    }

    private static byte[] damaged(SplittableRandom random, byte[] original) {
        byte[] bytes = original;
        for (int i = 1 + random.nextInt(3); i > 0 && bytes.length > 1; i--) {
            int at = random.nextInt(bytes.length);
            int count = Math.min(bytes.length - at, 1 + random.nextInt(8));
            switch (random.nextInt(6)) {
                case 0 -> bytes = Arrays.copyOf(bytes, at);
                case 1 -> bytes = splice(bytes, at, count, new byte[0]);
                case 2 -> bytes = splice(bytes, at, 0, Arrays.copyOfRange(bytes, at, at + count));
                case 3 -> bytes = splice(bytes, at, 1, new byte[] {(byte) random.nextInt(256)});
                case 4 -> bytes = splice(bytes, at, 1, new byte[] {(byte) (bytes[at] ^ 1 << random.nextInt(8))});
                default -> bytes = splice(bytes, at, count, new byte[] {-1, -1, -1, -1, (byte) random.nextInt(16)});
            }
        }
        return bytes;
    }

    private static byte[] splice(byte[] bytes, int at, int removed, byte[] added) {
        byte[] result = Arrays.copyOf(bytes, bytes.length - removed + added.length);
        System.arraycopy(added, 0, result, at, added.length);
        System.arraycopy(bytes, at + removed, result, at + added.length, bytes.length - at - removed);
        return result;
    }

    private static byte[] join(List<ByteBuffer> frames) {
        ByteBuffer all = ByteBuffer.allocate(frames.stream().mapToInt(ByteBuffer::remaining).sum());
        frames.forEach(each -> all.put(each.duplicate()));
        return all.array();
    }

    /** Takes frames as both ends would, without their order. */
    private static final class Listener {
        private final DataDecoder decoder = new DataDecoder(Wire.TIGHT, UnaryOperator.identity());
        private final AlumetReceiver receiver = new AlumetReceiver(UnaryOperator.identity());

        void take(Frame frame) {
            if (frame.type() == Frame.SERIES || frame.type() == Frame.DATA) {
                decoder.decode(frame).ifPresent(decoded ->
                        assertThat(decoded.count()).isEqualTo(decoded.events().size() + decoded.unfit().size()));
            } else if (frame.type() != Frame.ALUMET) {
                MessageCodec.decode(frame);
            } else {
                AlumetMessage message = AlumetCodec.decode(frame);
                if (message instanceof AlumetMessage.RegisterMetrics metrics) {
                    receiver.register(metrics);
                } else if (message instanceof AlumetMessage.SendMeasurements measurements) {
                    receiver.measurements(measurements);
                }
            }
        }
    }
}
