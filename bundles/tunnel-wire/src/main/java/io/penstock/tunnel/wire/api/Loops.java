package io.penstock.tunnel.wire.api;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.netty.util.internal.PlatformDependent;
import io.penstock.core.concurrent.Workers;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** The event loops of one bundle, and sockets on them. They end with {@link #close}, and leave nothing behind. Thread-safe. */
public final class Loops implements AutoCloseable {
    private static final long STOP_MILLIS = 1_000;

    private final Sockets sockets;
    private final EventLoopGroup group;
    private final List<EventLoop> all;
    private final OpenChannels open = new OpenChannels();

    private Loops(Sockets sockets, int threads, String name) {
        this.sockets = sockets;
        this.group = new MultiThreadIoEventLoopGroup(threads, threads(name), sockets.handlers());
        List<EventLoop> loops = new ArrayList<>();
        for (EventExecutor loop : group) {
            loops.add((EventLoop) loop);
        }
        this.all = List.copyOf(loops);
    }

    /**
     * Starts loops.
     *
     * @param name of the threads
     * @throws io.penstock.core.error.PenstockException INVALID {@code tunnel.transport}: epoll was asked for and is not there
     */
    public static Loops open(Transport transport, int threads, String name) {
        // Where there is no Unsafe, Netty keeps the stack of whoever asked first for ever, and so that one's classes.
        Workers.apart(PlatformDependent::hasUnsafe);
        return new Loops(Sockets.of(transport), threads, name);
    }

    /** Netty keeps buffers per thread, and takes them back only from threads that say so. */
    private static ThreadFactory threads(String name) {
        ThreadFactory plain = Workers.factory(name);
        return task -> plain.newThread(() -> FastThreadLocalThread.runWithFastThreadLocal(task));
    }

    /** The next of them, in turn. */
    public EventLoop next() {
        return group.next();
    }

    /** All of them. */
    public List<EventLoop> all() {
        return all;
    }

    /** As Netty wants them, e.g. for a resolver. */
    public EventLoopGroup group() {
        return group;
    }

    /** Whether they are epoll's. */
    public boolean isEpoll() {
        return sockets.isEpoll();
    }

    /**
     * A bootstrap to dial with, on one loop. {@link SocketUse#LOCAL}: not reading, and with a handler that keeps what comes
     * all the same, until a {@link SocketSplice} is made. {@link SocketUse#TUNNEL}: wants a handler.
     */
    public Bootstrap dial(EventLoop loop, SocketUse use) {
        Bootstrap bootstrap = new Bootstrap().group(loop).channelFactory(() -> tracked(sockets.client()));
        sockets.options(use).forEach(option -> option.set(bootstrap));
        return use != SocketUse.LOCAL ? bootstrap : bootstrap.handler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new EarlyReads());
            }
        });
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
        EventLoop loop = next();
        ServerChannel server = tracked(sockets.server());
        server.pipeline().addLast(new Acceptor(use, sockets.options(use), choose, child -> {
            child.pipeline().addFirst(open);
            furnish.accept(child);
        }));
        Promise<ServerChannel> listening = loop.newPromise();
        loop.register(server).addListener(registered -> {
            if (registered.isSuccess()) {
                server.bind(address).addListener(bound -> tell(listening, server, bound));
            } else {
                listening.setFailure(registered.cause());
            }
        });
        return listening;
    }

    private <C extends Channel> C tracked(C channel) {
        channel.pipeline().addLast(open);
        return channel;
    }

    private static void tell(Promise<ServerChannel> listening, ServerChannel server, Future<?> bound) {
        if (bound.isSuccess()) {
            listening.setSuccess(server);
        } else {
            server.close();
            listening.setFailure(bound.cause());
        }
    }

    /** Closes every channel, ends the threads; waits for a bounded time. Not from a loop. Idempotent, from any threads. */
    @Override
    public synchronized void close() {
        if (!group.isShuttingDown()) {
            open.close(STOP_MILLIS);
            // What was accepted or dialled before that may only now arrive at its loop.
            all.stream().map(loop -> loop.submit(() -> { })).forEach(arrived -> arrived.awaitUninterruptibly(STOP_MILLIS));
            open.close(STOP_MILLIS);
        }
        group.shutdownGracefully(0, STOP_MILLIS, TimeUnit.MILLISECONDS);
        group.terminationFuture().awaitUninterruptibly(2 * STOP_MILLIS);
    }
}
