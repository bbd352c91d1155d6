package io.penstock.tunnel.wire.api;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.ServerChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.penstock.core.time.Clock;
import io.penstock.yamux.api.Carrier;
import io.penstock.yamux.api.GoAwayCode;
import io.penstock.yamux.api.Role;
import io.penstock.yamux.api.SessionEvents;
import io.penstock.yamux.api.StreamAcceptor;
import io.penstock.yamux.api.StreamEvents;
import io.penstock.yamux.api.YamuxHandler;
import io.penstock.yamux.api.YamuxSession;
import io.penstock.yamux.api.YamuxSettings;
import io.penstock.yamux.api.YamuxStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A gateway and an agent as small as they can be, and a target: all on loopback. */
final class SpliceRig implements AutoCloseable {
    static final int SOCKET_TIMEOUT_MILLIS = 20_000;

    private final Loops loops;
    private final ServerSocket target;
    private final InetSocketAddress door;
    private final SpliceSettings settings;
    private final Optional<Security> security;
    private final CompletableFuture<YamuxSession> gateway = new CompletableFuture<>();
    private final CompletableFuture<YamuxSession> agent = new CompletableFuture<>();
    final BlockingQueue<SpliceReport> gatewayReports = new LinkedBlockingQueue<>();
    final BlockingQueue<SpliceReport> agentReports = new LinkedBlockingQueue<>();
    final BlockingQueue<SocketSplice> gatewaySplices = new LinkedBlockingQueue<>();

    /** Without TLS. */
    SpliceRig(Transport transport, SpliceSettings settings) throws IOException {
        this(transport, settings, Optional.empty());
    }

    SpliceRig(Transport transport, SpliceSettings settings, Optional<Security> security) throws IOException {
        this.settings = settings;
        this.security = security;
        this.loops = Loops.open(transport, 2, "rig");
        this.target = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        EventLoop loop = loops.next();
        ServerChannel tunnel = listen(SocketUse.TUNNEL, loop, child -> bind(child, Role.SERVER, gateway, this::refuse));
        loops.dial(loops.next(), SocketUse.TUNNEL).handler(new io.netty.channel.ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                bind(channel, Role.CLIENT, agent, SpliceRig.this::accept);
            }
        }).connect(tunnel.localAddress());
        Await.result(gateway);
        Await.result(agent);
        this.door = (InetSocketAddress) listen(SocketUse.LOCAL, loop, this::clientCame).localAddress();
    }

    private ServerChannel listen(SocketUse use, EventLoop loop, java.util.function.Consumer<Channel> furnish) {
        return Await.result(loops.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), use,
                child -> loop, furnish));
    }

    /** The contexts of both ends. */
    record Security(SslContext client, SslContext server) {
        private SslHandler handler(Channel channel, Role role) {
            return role == Role.CLIENT ? TunnelTls.clientHandler(client, channel, "localhost", 1)
                    : TunnelTls.serverHandler(server, channel);
        }
    }

    private void bind(Channel channel, Role role, CompletableFuture<YamuxSession> made, StreamAcceptor acceptor) {
        security.ifPresent(both -> channel.pipeline().addLast(both.handler(channel, role)));
        channel.pipeline().addLast(new YamuxHandler(carrier -> session(channel, role, carrier, acceptor, made)));
    }

    private static YamuxSession session(Channel channel, Role role, Carrier carrier, StreamAcceptor acceptor,
            CompletableFuture<YamuxSession> made) {
        YamuxSession session = new YamuxSession(role, YamuxSettings.defaults(), channel.eventLoop(), Clock.system(), carrier,
                acceptor, new SessionEvents() {
                    @Override
                    public void goingAway(GoAwayCode code) {
                    }

                    @Override
                    public void lost(Throwable cause) {
                    }
                });
        made.complete(session);
        return session;
    }

    private StreamEvents refuse(YamuxStream stream) {
        throw new IllegalStateException("agents open no streams here");
    }

    private void clientCame(Channel client) {
        client.eventLoop().execute(() -> {
            Waiting waiting = new Waiting();
            MessageStream messages = MessageStream.open(gateway.join(), TunnelProtocol.MAX_OPEN_BYTES, waiting);
            messages.send(new Message.Connect("target", Optional.empty(), Optional.empty()));
            waiting.splice = new SocketSplice(client, messages.stream(), settings, gatewayReports::add);
            gatewaySplices.add(waiting.splice);
            waiting.splice.start();
        });
    }

    private StreamEvents accept(YamuxStream stream) {
        return MessageStream.accept(stream, TunnelProtocol.MAX_OPEN_BYTES, new Dialling());
    }

    Socket client() throws IOException {
        Socket socket = new Socket(door.getAddress(), door.getPort());
        socket.setSoTimeout(SOCKET_TIMEOUT_MILLIS);
        return socket;
    }

    Socket accepted() throws IOException {
        target.setSoTimeout(SOCKET_TIMEOUT_MILLIS);
        Socket socket = target.accept();
        socket.setSoTimeout(SOCKET_TIMEOUT_MILLIS);
        return socket;
    }

    static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T one = queue.poll(SOCKET_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        if (one == null) {
            throw new AssertionError("nothing came");
        }
        return one;
    }

    void loseTunnel() {
        YamuxSession session = agent.join();
        session.loop().execute(session::close);
    }

    @Override
    public void close() throws IOException {
        loops.close();
        target.close();
    }

    /** The gateway's end of a stream until the agent answers. */
    private static final class Waiting implements MessageStream.Listener {
        private SocketSplice splice;

        @Override
        public void message(MessageStream from, Envelope envelope) {
            if (envelope.message() instanceof Message.Connected) {
                from.become(splice);
            } else {
                splice.close("refused");
            }
        }

        @Override
        public void malformed(MessageStream from, String why) {
            splice.close(why);
        }

        @Override
        public void reset(MessageStream from, Throwable cause) {
            splice.reset(from.stream(), cause);
        }

        @Override
        public void writable(MessageStream from) {
            splice.writable(from.stream());
        }
    }

    /** The agent's end of a stream until the target answers. */
    private final class Dialling implements MessageStream.Listener {
        @Override
        public void message(MessageStream from, Envelope envelope) {
            loops.dial((EventLoop) from.stream().session().loop(), SocketUse.LOCAL).connect(target.getLocalSocketAddress())
                    .addListener(future -> connected(from, (ChannelFuture) future));
        }

        private void connected(MessageStream from, ChannelFuture future) {
            if (!future.isSuccess()) {
                from.reset();
                return;
            }
            SocketSplice splice = new SocketSplice(future.channel(), from.stream(), settings, agentReports::add);
            from.send(new Message.Connected(1, future.channel().remoteAddress().toString()));
            from.become(splice);
            splice.start();
        }

        @Override
        public void malformed(MessageStream from, String why) {
            from.reset();
        }

        @Override
        public void reset(MessageStream from, Throwable cause) {
        }
    }
}
