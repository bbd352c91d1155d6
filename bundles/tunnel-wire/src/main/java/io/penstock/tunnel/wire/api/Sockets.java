package io.penstock.tunnel.wire.api;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.penstock.core.concurrent.Workers;
import io.penstock.core.error.PenstockException;
import java.util.ArrayList;
import java.util.List;

/** The classes and options of a transport. Immutable. */
record Sockets(boolean isEpoll) {
    /** A writer blocked in the kernel hides a dead peer from everybody else. */
    private static final int USER_TIMEOUT_MILLIS = 15_000;
    /** What lies in the kernel is overtaken by nothing: neither a window update nor a short query. */
    private static final long UNSENT_BYTES = 128 * 1024;
    private static final int BACKLOG = 1024;
    /**
     * Netty's usual one gives chunks back and takes new ones, zeroed, all the time at gigabits a second: a sixth of both ends'
     * processor time.
     */
    private static final ByteBufAllocator BUFFERS = PooledByteBufAllocator.DEFAULT;

    static Sockets of(Transport transport) {
        if (transport == Transport.NIO) {
            return new Sockets(false);
        }
        Workers.apart(Epoll::isAvailable);
        if (transport == Transport.EPOLL && !Epoll.isAvailable()) {
            throw PenstockException.invalid("tunnel.transport", "transport is \"epoll\", but it cannot be had here: "
                    + PenstockException.describe(Epoll.unavailabilityCause()) + "; use \"auto\" or \"nio\"");
        }
        return new Sockets(Epoll.isAvailable());
    }

    IoHandlerFactory handlers() {
        return isEpoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    }

    SocketChannel client() {
        return isEpoll ? new EpollSocketChannel() : new NioSocketChannel();
    }

    ServerChannel server() {
        ServerChannel server = isEpoll ? new EpollServerSocketChannel() : new NioServerSocketChannel();
        server.config().setOption(ChannelOption.SO_REUSEADDR, true);
        server.config().setOption(ChannelOption.SO_BACKLOG, BACKLOG);
        return server;
    }

    List<SocketOption<?>> options(SocketUse use) {
        List<SocketOption<?>> options = new ArrayList<>(List.of(new SocketOption<>(ChannelOption.TCP_NODELAY, true),
                new SocketOption<>(ChannelOption.SO_KEEPALIVE, true), new SocketOption<>(ChannelOption.ALLOCATOR, BUFFERS),
                new SocketOption<>(ChannelOption.RCVBUF_ALLOCATOR, new ReadSizes())));
        if (use == SocketUse.LOCAL) {
            options.add(new SocketOption<>(ChannelOption.ALLOW_HALF_CLOSURE, true));
            options.add(new SocketOption<>(ChannelOption.AUTO_READ, false));
        } else if (use == SocketUse.REQUESTS) {
            options.add(new SocketOption<>(ChannelOption.AUTO_READ, false));
            if (isEpoll) {
                options.add(new SocketOption<>(EpollChannelOption.TCP_USER_TIMEOUT, USER_TIMEOUT_MILLIS));
            }
        } else if (isEpoll) {
            options.add(new SocketOption<>(EpollChannelOption.TCP_USER_TIMEOUT, USER_TIMEOUT_MILLIS));
            options.add(new SocketOption<>(EpollChannelOption.TCP_NOTSENT_LOWAT, UNSENT_BYTES));
        }
        return options;
    }
}
