package io.penstock.control.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Tells when bytes come, before they are a request: a head that never ends must not wait for ever. The loop only. */
final class ByteWatch extends ChannelInboundHandlerAdapter {
    private final Runnable came;

    ByteWatch(Runnable came) {
        this.came = came;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
        came.run();
        ctx.fireChannelRead(bytes);
    }
}
