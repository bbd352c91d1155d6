package io.penstock.control.server.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.ServerChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.penstock.control.api.ProblemCode;
import io.penstock.control.server.settings.LimitSettings;
import io.penstock.core.error.PenstockException;
import io.penstock.core.time.Clock;
import io.penstock.tunnel.wire.api.Loops;
import io.penstock.tunnel.wire.api.SocketUse;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** A listening socket and its connections. Thread-safe. */
final class HttpPort {
    static final int MAX_LINE_BYTES = 8 * 1024;
    static final int MAX_HEADERS_BYTES = 16 * 1024;
    private static final int CHUNK_BYTES = 16 * 1024;
    private static final Duration BIND_TIME = Duration.ofSeconds(10);
    private static final Duration STOP_TIME = Duration.ofMillis(1_500);
    private static final long LOOK_AGAIN_MILLIS = 20;

    private final Loops loops;
    private final TlsSource tls;
    private final Supplier<LimitSettings> limits;
    private final Door door;
    private final Desk desk;
    private final Heads heads;
    private final Clock clock;
    private final HttpCounters counters;
    private final BodyBudget bodies;
    private final AcceptPace pace;
    private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;
    private volatile Optional<ServerChannel> listening = Optional.empty();

    HttpPort(Loops loops, TlsSource tls, Supplier<LimitSettings> limits, Door door, Desk desk, Heads heads, Clock clock,
             HttpCounters counters, BodyBudget bodies) {
        this.loops = loops;
        this.tls = tls;
        this.limits = limits;
        this.door = door;
        this.desk = desk;
        this.heads = heads;
        this.clock = clock;
        this.counters = counters;
        this.bodies = bodies;
        this.pace = new AcceptPace(clock, () -> limits.get().handshakes());
    }

    /** Listens; blocks until it does, or fails with RETRY {@code control-server.listen}. */
    InetSocketAddress listen(InetSocketAddress address) {
        try {
            ServerChannel server = loops.listen(address, SocketUse.REQUESTS, this::choose, this::furnish)
                    .get(BIND_TIME.toMillis(), TimeUnit.MILLISECONDS);
            listening = Optional.of(server);
            return (InetSocketAddress) server.localAddress();
        } catch (ExecutionException e) {
            throw PenstockException.retry("control-server.listen", "cannot listen on " + shown(address) + ": "
                    + PenstockException.describe(e.getCause()), e.getCause());
        } catch (TimeoutException e) {
            throw PenstockException.retry("control-server.listen", "cannot listen on " + shown(address) + " for "
                    + BIND_TIME.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw PenstockException.retry("control-server.listen", "interrupted", e);
        }
    }

    private static String shown(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }

    /** The listening loop only. */
    private EventLoop choose(Channel accepted) {
        if (connections.size() >= limits.get().connections() || stopping) {
            counters.refusedConnections.increment();
            throw PenstockException.retry("control-server.connections", "too many connections", null);
        }
        counters.accepted.increment();
        listening.ifPresent(pace::accepted);
        return loops.next();
    }

    private void furnish(Channel channel) {
        HttpConnection connection = new HttpConnection(this);
        tls.handler(channel).ifPresent(handler -> channel.pipeline().addLast(handler, new Handshakes()));
        channel.pipeline().addLast(new ByteWatch(connection::bytesCame),
                new HttpServerCodec(new HttpDecoderConfig().setMaxInitialLineLength(MAX_LINE_BYTES)
                        .setMaxHeaderSize(MAX_HEADERS_BYTES).setMaxChunkSize(CHUNK_BYTES)),
                new FlowControlHandler(), connection);
        connections.add(connection);
        counters.connections.increment();
        channel.closeFuture().addListener(closed -> {
            connections.remove(connection);
            counters.connections.decrement();
        });
    }

    private final class Handshakes extends ChannelInboundHandlerAdapter {
        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof SslHandshakeCompletionEvent handshake) {
                if (!handshake.isSuccess()) {
                    counters.brokenHandshakes.increment();
                }
                ctx.pipeline().remove(this);
            }
            ctx.fireUserEventTriggered(event);
        }
    }

    /** What an agent is told whose question waits while the server stops. */
    NotAdmitted leaving(RequestHead head) {
        return door.late(head, ProblemCode.SERVER_STARTING, "the server stops");
    }

    /** Takes no further connections; those that are there go on. */
    void stopListening() {
        Optional<ServerChannel> server = listening;
        listening = Optional.empty();
        server.ifPresent(channel -> channel.close().awaitUninterruptibly(BIND_TIME.toMillis()));
    }

    /** Ends: what is being answered has a moment to end by itself. */
    void stop() {
        stopping = true;
        stopListening();
        connections.forEach(HttpConnection::stopSoon);
        long until = clock.nanoTime() + STOP_TIME.toNanos();
        while (!connections.isEmpty() && until - clock.nanoTime() > 0) {
            loops.next().schedule(() -> { }, LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly();
        }
    }

    boolean isStopping() {
        return stopping;
    }

    int connections() {
        return connections.size();
    }

    Clock clock() {
        return clock;
    }

    Door door() {
        return door;
    }

    Desk desk() {
        return desk;
    }

    Heads heads() {
        return heads;
    }

    HttpCounters counters() {
        return counters;
    }

    BodyBudget bodies() {
        return bodies;
    }
}
