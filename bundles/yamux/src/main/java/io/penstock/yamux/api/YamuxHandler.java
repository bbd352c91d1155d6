package io.penstock.yamux.api;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.util.Optional;
import java.util.function.Function;

/**
 * Binds a session to a channel: the last handler of its pipeline, behind TLS. It makes the session when the channel is active,
 * sets the channel's water marks, never stops reading, and loses the session with the channel. Event loop only.
 */
public final class YamuxHandler extends ChannelInboundHandlerAdapter {
    /** What may wait below the scheduler: enough to keep TLS and the socket busy, little to wait behind. */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 * 1024, 256 * 1024);

    private final Function<Carrier, YamuxSession> make;
    private Optional<YamuxSession> session = Optional.empty();

    /** @param make makes the session for a carrier; on the channel's event loop, with which it must be made */
    public YamuxHandler(Function<Carrier, YamuxSession> make) {
        this.make = make;
    }

    /** The session, once the channel is active. */
    public Optional<YamuxSession> session() {
        return session;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        ctx.channel().config().setWriteBufferWaterMark(WATER_MARK);
        if (ctx.channel().isActive()) {
            begin(ctx);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (session.isEmpty()) {
            begin(ctx);
        }
        ctx.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        session.orElseThrow().received((ByteBuf) message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        session.ifPresent(YamuxSession::receivedAll);
        ctx.fireChannelReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        session.ifPresent(YamuxSession::writabilityChanged);
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        session.ifPresent(s -> s.lost(new PenstockException(ErrorKind.RETRY, "yamux.lost", "the connection ended")));
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        session.ifPresent(s -> s.lost(cause));
        ctx.close();
    }

    private void begin(ChannelHandlerContext ctx) {
        session = Optional.of(make.apply(new ChannelCarrier(ctx)));
    }

    private record ChannelCarrier(ChannelHandlerContext ctx) implements Carrier {
        @Override
        public boolean isWritable() {
            return ctx.channel().isWritable();
        }

        @Override
        public void write(ByteBuf bytes) {
            ctx.write(bytes, ctx.voidPromise());
        }

        @Override
        public void flush() {
            ctx.flush();
        }

        @Override
        public ByteBufAllocator buffers() {
            return ctx.alloc();
        }

        @Override
        public void close() {
            ctx.close();
        }
    }
}
