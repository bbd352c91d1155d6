package io.penstock.tunnel.wire.api;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.ServerChannel;
import io.penstock.core.time.Clock;
import io.penstock.yamux.api.GoAwayCode;
import io.penstock.yamux.api.Role;
import io.penstock.yamux.api.SessionEvents;
import io.penstock.yamux.api.StreamAcceptor;
import io.penstock.yamux.api.YamuxHandler;
import io.penstock.yamux.api.YamuxSession;
import io.penstock.yamux.api.YamuxSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

/** The two ends of a plain yamux connection over loopback. */
record YamuxPair(YamuxSession client, YamuxSession server) {
    private static final SessionEvents DEAF = new SessionEvents() {
        @Override
        public void goingAway(GoAwayCode code) {
        }

        @Override
        public void lost(Throwable cause) {
        }
    };

    static YamuxPair connect(Loops loops, EventLoop clientLoop, StreamAcceptor atClient, EventLoop serverLoop,
            StreamAcceptor atServer) {
        CompletableFuture<YamuxSession> client = new CompletableFuture<>();
        CompletableFuture<YamuxSession> server = new CompletableFuture<>();
        ServerChannel listening = Await.result(loops.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                SocketUse.TUNNEL, child -> serverLoop, child -> bind(child, Role.SERVER, atServer, server)));
        loops.dial(clientLoop, SocketUse.TUNNEL).handler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                bind(channel, Role.CLIENT, atClient, client);
            }
        }).connect(listening.localAddress());
        return new YamuxPair(Await.result(client), Await.result(server));
    }

    private static void bind(Channel channel, Role role, StreamAcceptor acceptor, CompletableFuture<YamuxSession> made) {
        channel.pipeline().addLast(new YamuxHandler(carrier -> {
            YamuxSession session = new YamuxSession(role, YamuxSettings.defaults(), channel.eventLoop(), Clock.system(), carrier,
                    acceptor, DEAF);
            made.complete(session);
            return session;
        }));
    }

    static StreamAcceptor nothing() {
        return stream -> {
            throw new IllegalStateException("nobody opens a stream here");
        };
    }
}
