package io.penstock.yamux.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.junit.jupiter.api.Test;

/** The bytes on the wire, and every place they can be cut. */
class FramesTest {
    private static String sent(Pair pair, Pair.End end) {
        pair.loop.run();
        ByteBuf out = end.pipe.take(100_000);
        String hex = ByteBufUtil.hexDump(out);
        out.release();
        return hex;
    }

    @Test
    void writesTheFramesOfTheSpecification() {
        try (Pair pair = new Pair()) {
            assertThat(sent(pair, pair.client)).as("ping 0").isEqualTo("000200010000000000000000");
            YamuxStream stream = pair.client.session.open(new Recorder());
            assertThat(sent(pair, pair.client)).as("SYN, 768 KiB more").isEqualTo("000100010000000100000000" + "0001000000000001000c0000");
            stream.write(pair.bytes("ab"));
            assertThat(sent(pair, pair.client)).as("data").isEqualTo("000000000000000100000002" + "6162");
            stream.write(pair.bytes("c"));
            stream.write(pair.bytes("d"));
            stream.finish();
            assertThat(sent(pair, pair.client)).as("data, FIN").isEqualTo("000000000000000100000002" + "6364"
                    + "000100040000000100000000");
            stream.reset();
            assertThat(sent(pair, pair.client)).as("RST").isEqualTo("000100080000000100000000");
            pair.client.session.goAway(GoAwayCode.INTERNAL_ERROR);
            assertThat(sent(pair, pair.client)).as("go-away").isEqualTo("000300000000000000000002");
        }
    }

    @Test
    void answersAPingWithItsValueAndAStreamWithAnAck() {
        try (Pair pair = new Pair()) {
            sent(pair, pair.server);
            pair.server.session.received(pair.buffers.buffer().writeBytes(ByteBufUtil.decodeHexDump(
                    "0002000100000000deadbeef" + "000100010000000100000000")));
            pair.server.session.receivedAll();
            assertThat(sent(pair, pair.server)).isEqualTo("0002000200000000deadbeef" + "0001000200000001000c0000");
        }
    }

    @Test
    void findsFramesHoweverTheyAreCut() {
        byte[] frames = ByteBufUtil.decodeHexDump("000100010000000100000000" + "000000000000000100000003" + "616263"
                + "000000040000000100000002" + "6465");
        for (int first = 1; first < frames.length; first++) {
            for (int second = first; second < frames.length; second++) {
                try (Pair pair = new Pair()) {
                    pair.server.session.received(pair.buffers.buffer().writeBytes(frames, 0, first));
                    pair.server.session.received(pair.buffers.buffer().writeBytes(frames, first, second - first));
                    pair.server.session.received(pair.buffers.buffer().writeBytes(frames, second, frames.length - second));
                    pair.server.session.receivedAll();
                    assertThat(pair.server.accepted.get(0).text).hasToString("abcde");
                    assertThat(pair.server.accepted.get(0).finished).isOne();
                }
            }
        }
    }
}
