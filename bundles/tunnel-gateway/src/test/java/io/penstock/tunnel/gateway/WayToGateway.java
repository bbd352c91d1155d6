package io.penstock.tunnel.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.penstock.tunnel.wire.api.Loops;
import io.penstock.tunnel.wire.api.SocketUse;
import io.penstock.tunnel.wire.api.TunnelTls;
import java.net.InetSocketAddress;
import java.util.function.BiConsumer;

/** How a {@link Dialler} gets to the gateway, the first time and again. */
record WayToGateway(Loops loops, EventLoop loop, InetSocketAddress gateway, SslContext tls) {
    /** @param furnish adds what is behind TLS */
    ChannelFuture dial(BiConsumer<Channel, SslHandler> furnish) {
        return loops.dial(loop, SocketUse.TUNNEL).handler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel fresh) {
                SslHandler ssl = TunnelTls.clientHandler(tls, fresh, "localhost", gateway.getPort());
                fresh.pipeline().addLast(ssl);
                furnish.accept(fresh, ssl);
            }
        }).connect(gateway);
    }
}
