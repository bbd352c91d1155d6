package io.penstock.tunnel.wire.api;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** The event loops of one bundle, and sockets on them. They end with {@link #close}, and leave nothing behind. Thread-safe. */
public final class Loops implements AutoCloseable {
    private Loops() {
    }

    /**
     * Starts loops.
     *
     * @param name of the threads
     * @throws io.penstock.core.error.PenstockException INVALID {@code tunnel.transport}: epoll was asked for and is not there
     */
    public static Loops open(Transport transport, int threads, String name) {
        throw new UnsupportedOperationException();
    }

    /** The next of them, in turn. */
    public EventLoop next() {
        throw new UnsupportedOperationException();
    }

    /** All of them. */
    public List<EventLoop> all() {
        throw new UnsupportedOperationException();
    }

    /** As Netty wants them, e.g. for a resolver. */
    public EventLoopGroup group() {
        throw new UnsupportedOperationException();
    }

    /** Whether they are epoll's. */
    public boolean isEpoll() {
        throw new UnsupportedOperationException();
    }

    /** For a DNS resolver. */
    public Class<? extends DatagramChannel> datagrams() {
        throw new UnsupportedOperationException();
    }

    /** A bootstrap to dial with, on one loop; wants a handler. {@link SocketUse#LOCAL}: not reading, until told to. */
    public Bootstrap dial(EventLoop loop, SocketUse use) {
        throw new UnsupportedOperationException();
    }

    /**
     * Listens. Every connection is put on the loop that {@code choose} says (asked on the listening loop; the channel is not
     * registered yet, its remote address is known), and there {@code furnish} fills its pipeline. An exception of either
     * closes the connection.
     *
     * @return completes with the listening channel; fails with what the system said
     */
    public Future<ServerChannel> listen(InetSocketAddress address, SocketUse use, Function<Channel, EventLoop> choose,
            Consumer<Channel> furnish) {
        throw new UnsupportedOperationException();
    }

    /** Closes every channel, ends the threads; waits for a bounded time. Not from a loop. Idempotent. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
