package io.penstock.tunnel.link;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Notices whether anything came, and leaves the pipeline when it did. Event loop only. */
final class FirstByte extends ChannelInboundHandlerAdapter {
    private boolean came;

    boolean came() {
        return came;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        came = true;
        context.fireChannelRead(message);
        if (!context.isRemoved()) {
            context.pipeline().remove(this);
        }
    }
}
