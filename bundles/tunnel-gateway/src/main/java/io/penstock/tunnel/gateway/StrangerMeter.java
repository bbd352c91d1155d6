package io.penstock.tunnel.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.penstock.tunnel.wire.api.TunnelProtocol;

/** First in a stranger's pipeline: what it may send, TLS included, before it has proved who it is. Event loop only. */
final class StrangerMeter extends ChannelInboundHandlerAdapter {
    private final Runnable tooMuch;
    private long bytes;

    StrangerMeter(Runnable tooMuch) {
        this.tooMuch = tooMuch;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf read = (ByteBuf) message;
        bytes += read.readableBytes();
        if (bytes > TunnelProtocol.MAX_STRANGER_BYTES) {
            read.release();
            tooMuch.run();
        } else {
            context.fireChannelRead(message);
        }
    }
}
