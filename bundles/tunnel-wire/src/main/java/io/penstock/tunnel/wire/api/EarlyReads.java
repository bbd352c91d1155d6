package io.penstock.tunnel.wire.api;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Keeps what a socket says before anybody reads it: epoll reads once, asked or not, when the other end shuts its output down.
 * Last in the pipeline until the splice is. Event loop only.
 */
final class EarlyReads extends ChannelInboundHandlerAdapter {
    /** One by epoll's doing, as a rule; a socket that says more without being asked is closed. */
    private static final int MAX_READS = 16;

    private final Queue<ByteBuf> reads = new ArrayDeque<>();
    private boolean ended;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (reads.size() < MAX_READS) {
            reads.add((ByteBuf) message);
        } else {
            ReferenceCountUtil.release(message);
            ctx.close();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        ended |= event == ChannelInputShutdownEvent.INSTANCE;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        reads.forEach(ReferenceCountUtil::release);
        reads.clear();
        ctx.fireChannelInactive();
    }

    /** Hands all over to a handler that comes next in the pipeline, and leaves it. */
    static void release(ChannelHandlerContext next) {
        EarlyReads early = next.pipeline().get(EarlyReads.class);
        if (early == null) {
            return;
        }
        next.pipeline().remove(early);
        ChannelInboundHandlerAdapter handler = (ChannelInboundHandlerAdapter) next.handler();
        try {
            while (!early.reads.isEmpty()) {
                handler.channelRead(next, early.reads.poll());
            }
            if (early.ended) {
                handler.userEventTriggered(next, ChannelInputShutdownEvent.INSTANCE);
            }
        } catch (Exception e) {
            next.fireExceptionCaught(e);
        }
    }
}
