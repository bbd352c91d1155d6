package io.penstock.relay.wire.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.relay.wire.api.Message.Goodbye;
import io.penstock.relay.wire.api.Message.Heartbeat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
    private static final int LIMIT = 1000;
    private static final List<Message> TALK = List.of(Samples.HELLO, Samples.PROOF, new Heartbeat(), new Goodbye("bye"));

    private static byte[] bytes(List<Message> messages) {
        ByteBuffer all = ByteBuffer.allocate(4000);
        messages.forEach(each -> all.put(MessageCodec.encode(each)));
        byte[] bytes = new byte[all.flip().remaining()];
        all.get(bytes);
        return bytes;
    }

    private static List<Message> drain(FrameReader reader) {
        List<Message> found = new ArrayList<>();
        for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
            found.add(MessageCodec.decode(next.get()));
        }
        return found;
    }

    private static FrameReader fed(String hex) {
        FrameReader reader = new FrameReader(LIMIT);
        reader.feed(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
        return reader;
    }

    @Test
    void givesTheSameFramesWhereverTheStreamIsCutInTwo() {
        byte[] bytes = bytes(TALK);
        for (int cut = 0; cut <= bytes.length; cut++) {
            FrameReader reader = new FrameReader(LIMIT);
            reader.feed(ByteBuffer.wrap(bytes, 0, cut));
            List<Message> found = drain(reader);
            reader.feed(ByteBuffer.wrap(bytes, cut, bytes.length - cut).asReadOnlyBuffer());
            found.addAll(drain(reader));
            assertThat(found).as("cut at " + cut).isEqualTo(TALK);
        }
    }

    @Test
    void givesTheSameFramesByteForByte() {
        FrameReader reader = new FrameReader(LIMIT);
        List<Message> found = new ArrayList<>();
        for (byte each : bytes(TALK)) {
            reader.feed(ByteBuffer.wrap(new byte[] {each}));
            found.addAll(drain(reader));
        }
        assertThat(found).isEqualTo(TALK);
    }

    @Test
    void takesAllThatItIsFed() {
        ByteBuffer bytes = ByteBuffer.wrap(bytes(TALK));
        FrameReader reader = new FrameReader(10);
        reader.feed(bytes);
        assertThat(bytes.hasRemaining()).as("behind a broken frame too").isFalse();
    }

    @Test
    void knowsTheDialectByTheFirstFiveBytes() {
        assertThat(fed("00000040ffffffff").dialect()).isEmpty();
        assertThat(fed("00000040ffffffff7f").dialect()).contains(Dialect.PENSTOCK);
        assertThat(fed("00000040ffffffff0f").dialect()).contains(Dialect.ALUMET);
        assertThat(fed("0000004005").dialect()).contains(Dialect.ALUMET);
        assertThat(FrameReader.of(Dialect.PENSTOCK, LIMIT).dialect()).contains(Dialect.PENSTOCK);
    }

    @Test
    void looksForThePreambleInTheFirstFrameOnly() {
        FrameReader reader = fed("00000006ffffffff7f09" + "0000000109");
        assertThat(reader.next()).map(Frame::type).contains(Frame.HEARTBEAT);
        assertThat(reader.next()).map(Frame::type).contains(Frame.HEARTBEAT);
    }

    @Test
    void refusesLengthsOfNothingAndBeyondTheLimit() {
        for (String hex : List.of("00000000", "000003e9", "80000000", "ffffffff", "47455420" /* "GET " */,
                "00000005ffffffff7f" /* no type */, "00000004ffffffff")) {
            FrameReader reader = fed(hex);
            assertThatThrownBy(reader::next).as(hex).isInstanceOfSatisfying(PenstockException.class, e -> {
                assertThat(e.kind()).isEqualTo(ErrorKind.CORRUPT);
                assertThat(e.code()).isEqualTo("relay.frame");
            });
        }
    }

    @Test
    void givesWhatCameBeforeABrokenFrameFirst() {
        FrameReader reader = fed("00000006ffffffff7f09" + "0000000109" + "7fffffff" + "0000000109");
        assertThat(reader.next()).isPresent();
        assertThat(reader.next()).isPresent();
        assertThatThrownBy(reader::next).hasMessageContaining("2147483647");
        reader.feed(ByteBuffer.wrap(bytes(TALK)));
        assertThatThrownBy(reader::next).as("the stream is lost").hasMessageContaining("2147483647");
    }

    @Test
    void holdsNoMoreThanWhatArrived() {
        FrameReader reader = FrameReader.of(Dialect.PENSTOCK, Integer.MAX_VALUE);
        reader.feed(ByteBuffer.wrap(new byte[] {0x7F, -1, -1, -1}));
        assertThat(reader.heldBytes()).as("for a length alone").isLessThanOrEqualTo(8 * 1024);
        for (int i = 0; i < 100; i++) {
            reader.feed(ByteBuffer.allocate(4096));
            assertThat(reader.heldBytes()).isLessThanOrEqualTo(Math.max(8 * 1024, 2 * 4096 * (i + 1)));
        }
        assertThat(reader.next()).isEmpty();
    }

    @Test
    void takesLongerFramesOnceTheLimitIsRaised() {
        FrameReader reader = FrameReader.of(Dialect.PENSTOCK, 10);
        reader.limit(LIMIT);
        reader.feed(ByteBuffer.allocate(4 + LIMIT).putInt(0, LIMIT).put(4, (byte) Frame.DATA));
        assertThat(reader.next()).map(Frame::sizeBytes).contains(LIMIT - 1);
    }
}
