package io.penstock.tunnel.wire.api;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.penstock.core.error.PenstockException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One of the channels a resumable session has one after another: last in the pipeline. Reads on its channel's loop, and tells
 * the carrier on the session's, which is another one for a gateway whose dialler came back on another loop.
 */
final class ResumableLink extends ChannelInboundHandlerAdapter implements OuterReader.Events {
    /** As the plain path: enough for TLS and the socket, little to wait behind. */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 * 1024, 256 * 1024);

    /** What a link is used for before it carries a session. All on the channel's loop. */
    interface Preface {
        /** It can be written to. */
        default void begin(ResumableLink link) {
        }

        /** A control message. */
        void control(ResumableLink link, byte[] body);

        /** Bytes of a session: whose? The link is closed if nobody says so. */
        default Optional<ResumableCarrier> firstData(ResumableLink link) {
            return Optional.empty();
        }

        /** The channel is gone before it carried anything. */
        default void lost(ResumableLink link, String why) {
        }
    }

    private final OuterReader reader = new OuterReader(this);
    private final Preface preface;
    private Channel channel;
    private OuterWriter writer;
    private boolean begun;
    private volatile Optional<ResumableCarrier> carrier = Optional.empty();
    private String why = "the connection ended";

    ResumableLink(Preface preface) {
        this.preface = preface;
    }

    /** Any thread. */
    Channel channel() {
        return channel;
    }

    /** From here all is that carrier's. */
    void carry(ResumableCarrier one) {
        carrier = Optional.of(one);
    }

    /** The session's loop only. */
    OuterWriter writer() {
        return writer;
    }

    /** Any thread. */
    void control(Message message) {
        channel.writeAndFlush(OuterFrame.control(channel.alloc(), Envelope.of(message)));
    }

    /** Any thread. */
    void control(Envelope envelope) {
        channel.writeAndFlush(OuterFrame.control(channel.alloc(), envelope));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx.channel();
        writer = new OuterWriter(channel);
        channel.config().setWriteBufferWaterMark(WATER_MARK);
        if (channel.isActive()) {
            begin();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        begin();
        ctx.fireChannelActive();
    }

    private void begin() {
        if (!begun) {
            begun = true;
            preface.begin(this);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            reader.read((ByteBuf) message);
        } catch (PenstockException e) {
            fail(e.getMessage());
        }
    }

    void fail(String because) {
        why = because;
        channel.close();
    }

    @Override
    public void data(ByteBuf bytes) {
        if (carrier.isEmpty()) {
            carrier = preface.firstData(this);
        }
        tell(one -> one.data(this, bytes), bytes::release);
    }

    @Override
    public void acked(long offset) {
        tell(one -> one.acked(this, offset), () -> { });
    }

    @Override
    public void control(byte[] body) {
        if (carrier.isEmpty()) {
            preface.control(this, body);
        }
    }

    @Override
    public void closed() {
        tell(one -> one.closedByPeer(this), () -> { });
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (carrier.isPresent()) {
            tell(one -> one.receivedAll(this), () -> { });
        }
        ctx.fireChannelReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (carrier.isPresent()) {
            tell(one -> one.writabilityChanged(this), () -> { });
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (carrier.isPresent()) {
            tell(one -> one.linkLost(this, why), () -> { });
        } else {
            preface.lost(this, why);
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(TunnelTls.describe(cause));
    }

    private void tell(Consumer<ResumableCarrier> what, Runnable otherwise) {
        if (carrier.isEmpty()) {
            otherwise.run();
            fail("bytes came of no session");
            return;
        }
        ResumableCarrier one = carrier.get();
        StreamSplice.hop(one.loop(), () -> what.accept(one), otherwise);
    }
}
