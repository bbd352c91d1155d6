package io.penstock.relay.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.internal.PlatformDependent;
import io.penstock.core.concurrent.Workers;
import io.penstock.core.net.ListenAddress;
import io.penstock.core.net.TlsServer;
import io.penstock.relay.wire.api.RejectCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * The listening socket and the event loops of one relay input. Nothing of it outlives {@link #close}: the loops are its
 * own, and end with it. Opened and closed by one thread.
 */
final class Listener implements AutoCloseable {
    static final int EVENT_LOOPS = 2;
    private static final int BACKLOG = 1024;
    private static final int SESSIONS_TO_RESUME = 1;
    /** Small against {@link Greeting#CROWDED_DEADLINE}, which is kept to it. */
    private static final long LONGEST_TICK_MILLIS = 100;
    private static final long STOP_MILLIS = 1000;
    private static final Duration COME_BACK = Duration.ofMillis(500);

    private final Relay relay;
    private final Optional<TlsServer> tls;
    private final Optional<SSLContext> security;
    private final EventLoopGroup loops;
    private final Map<EventExecutor, Roll> rolls = new LinkedHashMap<>();
    private Channel channel;

    private Listener(Relay relay, String name) {
        this.relay = relay;
        this.tls = relay.options().tls();
        this.security = tls.map(Listener::context);
        beginNetty();
        this.loops = new MultiThreadIoEventLoopGroup(EVENT_LOOPS, Workers.factory(name), NioIoHandler.newFactory());
    }

    /**
     * Where there is no Unsafe, Netty keeps exceptions that say so for ever, with the stack of whoever used it first, and
     * so that one's classes: here it is a stack of the JDK's alone.
     */
    private static void beginNetty() {
        Workers.apart(PlatformDependent::hasUnsafe);
    }

    /**
     * Listens.
     *
     * @param name of the threads
     */
    static Listener open(Relay relay, ListenAddress address, String name) throws IOException {
        Listener listener = new Listener(relay, name);
        try {
            listener.bind(address);
            return listener;
        } catch (IOException | RuntimeException e) {
            listener.close();
            throw e;
        }
    }

    private static SSLContext context(TlsServer tls) {
        SSLContext context = tls.context();
        context.getServerSessionContext().setSessionCacheSize(SESSIONS_TO_RESUME);
        return context;
    }

    private void bind(ListenAddress address) throws IOException {
        long tick = Math.max(1, Math.min(LONGEST_TICK_MILLIS, relay.options().heartbeat().toMillis() / 4));
        for (EventExecutor loop : loops) {
            Roll roll = new Roll();
            rolls.put(loop, roll);
            loop.scheduleWithFixedDelay(roll::call, tick, tick, TimeUnit.MILLISECONDS);
        }
        InetSocketAddress local = new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
        ChannelFuture bound = new ServerBootstrap().group(loops).channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG).option(ChannelOption.SO_REUSEADDR, true)
                // One at a time: Netty's own choice is 16, of which the last ones would find the door closed.
                .option(ChannelOption.RECVBUF_ALLOCATOR, new ServerChannelRecvByteBufAllocator())
                .childOption(ChannelOption.TCP_NODELAY, true).childOption(ChannelOption.SO_KEEPALIVE, true)
                .handler(new Door()).childHandler(new Furnisher()).bind(local).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("cannot listen on " + address + ": " + bound.cause().getMessage(), bound.cause());
        }
        channel = bound.channel();
        relay.gate().whenRoom(() -> channel.config().setAutoRead(true));
    }

    InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    /** Tells every client to go, and come back soon. Any thread; completes when all are told. */
    List<Future<?>> dismiss(String why) {
        List<Future<?>> told = new ArrayList<>();
        rolls.forEach((loop, roll) -> told.add(loop.submit(() -> roll.all().forEach(connection ->
                connection.reject(RejectCode.CLOSING, why, COME_BACK)))));
        return told;
    }

    /** Frees the port, tells the clients, ends the loops. */
    @Override
    public void close() {
        relay.gate().whenRoom(() -> { });
        if (channel != null) {
            channel.close().awaitUninterruptibly();
            // A loop that ends closes its connections first, and does then what was left for it to do.
            dismiss("this server stops").forEach(told -> told.awaitUninterruptibly(STOP_MILLIS));
        }
        loops.shutdownGracefully(0, STOP_MILLIS, TimeUnit.MILLISECONDS);
        loops.terminationFuture().awaitUninterruptibly(2 * STOP_MILLIS);
    }

    /** Accepts no more while too many have not proved who they are. */
    private final class Door extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object child) {
            relay.gate().strangerCame();
            context.fireChannelRead(child);
            if (!relay.gate().hasRoomForStrangers()) {
                context.channel().config().setAutoRead(false);
                if (relay.gate().hasRoomForStrangers()) {
                    context.channel().config().setAutoRead(true);
                }
            }
        }
    }

    private final class Furnisher extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel child) {
            try {
                security.ifPresent(context -> child.pipeline().addLast(encryption(context)));
                child.pipeline().addLast(new Connection(relay, rolls.get(child.eventLoop()), security.isPresent()));
            } catch (RuntimeException e) {
                relay.gate().strangerWent();
                throw e;
            }
        }
    }

    private SslHandler encryption(SSLContext context) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = tls.orElseThrow().parameters();
        parameters.setProtocols(new String[] {"TLSv1.3"});
        engine.setSSLParameters(parameters);
        SslHandler handler = new SslHandler(engine);
        handler.setHandshakeTimeoutMillis(Greeting.DEADLINE.toMillis());
        return handler;
    }
}
