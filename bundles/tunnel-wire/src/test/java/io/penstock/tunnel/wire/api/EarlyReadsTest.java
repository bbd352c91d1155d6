package io.penstock.tunnel.wire.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EarlyReadsTest {
    private final List<String> got = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel(new EarlyReads());

    private final class Recorder extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            got.add(((ByteBuf) message).toString(UTF_8));
            ((ByteBuf) message).release();
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            got.add("end");
        }
    }

    private static ByteBuf text(String text) {
        return Unpooled.copiedBuffer(text, UTF_8);
    }

    @Test
    void keepsBytesAndTheEndForWhoeverComes() {
        channel.writeInbound(text("a"), text("b"));
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        Recorder recorder = new Recorder();
        channel.pipeline().addLast(recorder);
        assertThat(got).isEmpty();
        EarlyReads.release(channel.pipeline().context(recorder));
        channel.writeInbound(text("c"));
        assertThat(got).containsExactly("a", "b", "end", "c");
    }

    @Test
    void freesWhatNobodyCameFor() {
        ByteBuf bytes = text("a");
        channel.writeInbound(bytes);
        channel.close();
        assertThat(bytes.refCnt()).isZero();
    }

    @Test
    void closesASocketThatSaysTooMuch() {
        for (int i = 0; i < 17; i++) {
            channel.writeInbound(text("a"));
        }
        assertThat(channel.isOpen()).isFalse();
    }
}
