package io.penstock.tunnel.wire.api;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts what a listening socket accepts on a loop. The listening loop only. */
final class Acceptor extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);
    /** When the process has no file descriptors left, the connection stays in the backlog for so long. */
    private static final long PAUSE_MILLIS = 1_000;

    private final SocketUse use;
    private final List<SocketOption<?>> options;
    private final Function<Channel, EventLoop> choose;
    private final Consumer<Channel> furnish;

    Acceptor(SocketUse use, List<SocketOption<?>> options, Function<Channel, EventLoop> choose, Consumer<Channel> furnish) {
        this.use = use;
        this.options = options;
        this.choose = choose;
        this.furnish = furnish;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
        Channel child = (Channel) accepted;
        try {
            options.forEach(option -> option.set(child));
            child.pipeline().addLast(new ChannelInitializer<>() {
                @Override
                protected void initChannel(Channel channel) {
                    furnish.accept(channel);
                    if (use == SocketUse.LOCAL) {
                        channel.pipeline().addLast(new EarlyReads());
                    }
                }
            });
            choose.apply(child).register(child).addListener(registered -> {
                if (!registered.isSuccess()) {
                    child.unsafe().closeForcibly();
                }
            });
        } catch (RuntimeException e) {
            child.unsafe().closeForcibly();
            LOG.debug("a connection was closed at once", e);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.warn("cannot accept connections on {}: {}; trying again in a second", ctx.channel().localAddress(),
                cause.getMessage());
        ctx.channel().config().setAutoRead(false);
        ctx.executor().schedule(() -> ctx.channel().config().setAutoRead(true), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }
}
