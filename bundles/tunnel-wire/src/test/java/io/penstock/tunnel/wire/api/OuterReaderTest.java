package io.penstock.tunnel.wire.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.penstock.core.error.PenstockException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OuterReaderTest {
    private static final ByteBufAllocator ALLOCATOR = ByteBufAllocator.DEFAULT;

    /** Writes down what comes; DATA that follows DATA joins it. */
    private static final class Recorder implements OuterReader.Events {
        private final StringBuilder text = new StringBuilder();
        private boolean inData;

        @Override
        public void data(ByteBuf bytes) {
            text.append(inData ? "" : " data:").append(bytes.toString(UTF_8));
            inData = true;
            bytes.release();
        }

        @Override
        public void acked(long offset) {
            add(" acked:" + offset);
        }

        @Override
        public void control(byte[] body) {
            add(" control:" + new String(body, UTF_8));
        }

        @Override
        public void closed() {
            add(" closed");
        }

        private void add(String what) {
            inData = false;
            text.append(what);
        }
    }

    private static ByteBuf sample() {
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf part : new ByteBuf[] {OuterFrame.control(ALLOCATOR, Envelope.of(new Message.Leaving())),
            OuterFrame.header(ALLOCATOR, OuterFrame.DATA, 5), Unpooled.copiedBuffer("hello", UTF_8),
            OuterFrame.ack(ALLOCATOR, 1L << 40), OuterFrame.header(ALLOCATOR, 77, 3), Unpooled.copiedBuffer("new", UTF_8),
            OuterFrame.header(ALLOCATOR, OuterFrame.DATA, 0), OuterFrame.header(ALLOCATOR, OuterFrame.DATA, 2),
            Unpooled.copiedBuffer("ho", UTF_8), OuterFrame.close(ALLOCATOR)}) {
            all.writeBytes(part);
            part.release();
        }
        return all;
    }

    private static final String READ = " control:{\"type\":\"leaving\"} data:hello acked:1099511627776 data:ho closed";

    @Test
    void readsFramesCutAnywhere() {
        ByteBuf all = sample();
        for (int cut = 0; cut <= all.readableBytes(); cut++) {
            Recorder recorder = new Recorder();
            OuterReader reader = new OuterReader(recorder);
            reader.read(all.copy(0, cut));
            reader.read(all.copy(cut, all.readableBytes() - cut));
            assertThat(recorder.text).as("cut at %d", cut).hasToString(READ);
        }
    }

    @Test
    void readsFramesByteByByte() {
        ByteBuf all = sample();
        Recorder recorder = new Recorder();
        OuterReader reader = new OuterReader(recorder);
        while (all.isReadable()) {
            reader.read(all.readBytes(1));
        }
        assertThat(recorder.text).hasToString(READ);
    }

    @Test
    void hasTheBytesTheDocumentSays() {
        assertThat(hex(OuterFrame.ack(ALLOCATOR, 258))).isEqualTo("010000080000000000000102");
        assertThat(hex(OuterFrame.close(ALLOCATOR))).isEqualTo("03000000");
        assertThat(hex(OuterFrame.header(ALLOCATOR, OuterFrame.DATA, 0x10203))).isEqualTo("00010203");
    }

    private static String hex(ByteBuf bytes) {
        String hex = ByteBufUtil.hexDump(bytes);
        bytes.release();
        return hex;
    }

    @Test
    void refusesLengthsNoFrameMayHave() {
        for (int header : new int[] {OuterFrame.ACK << 24 | 9, OuterFrame.CONTROL << 24, OuterFrame.CLOSE << 24 | 1,
            OuterFrame.CONTROL << 24 | TunnelProtocol.MAX_CONTROL_BYTES + 1}) {
            OuterReader reader = new OuterReader(new Recorder());
            assertThatThrownBy(() -> reader.read(Unpooled.buffer().writeInt(header))).isInstanceOf(PenstockException.class);
        }
    }

    @Test
    void endsRandomBytesInEventsOrAnError() {
        long seed = Long.getLong("penstock.seed", 5);
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            OuterReader reader = new OuterReader(new Recorder());
            try {
                reader.read(Unpooled.wrappedBuffer(bytes));
            } catch (PenstockException e) {
                assertThat(e.code()).as("seed %d, round %d", seed, round).isEqualTo("tunnel.message");
            }
        }
    }
}
