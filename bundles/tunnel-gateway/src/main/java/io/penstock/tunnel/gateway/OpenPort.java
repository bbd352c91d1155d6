package io.penstock.tunnel.gateway;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.netty.util.concurrent.Future;
import io.penstock.core.concurrent.Backoff;
import io.penstock.core.error.PenstockException;
import io.penstock.core.net.ListenAddress;
import io.penstock.core.time.Clock;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** A port that is listened on; while it is somebody else's, it is tried again and again. Thread-safe. */
final class OpenPort implements AutoCloseable {
    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final Duration LAST_RETRY = Duration.ofSeconds(15);
    private static final long CLOSE_MILLIS = 2000;
    /** Whoever comes less often finds the port closed. */
    private static final long QUIET_MILLIS = 50;

    private final String what;
    private final ScheduledExecutorService timer;
    private final Clock clock;
    private final Function<InetSocketAddress, Future<ServerChannel>> listen;
    private final Backoff backoff = new Backoff(FIRST_RETRY, LAST_RETRY, () -> 1);
    private final CompletableFuture<InetSocketAddress> bound = new CompletableFuture<>();
    private Optional<ServerChannel> server = Optional.empty();
    private Optional<String> problem = Optional.of("not open yet");
    private Instant since;
    private boolean closed;

    /** @param what it is, for people */
    OpenPort(String what, ScheduledExecutorService timer, Clock clock,
             Function<InetSocketAddress, Future<ServerChannel>> listen) {
        this.what = what;
        this.timer = timer;
        this.clock = clock;
        this.listen = listen;
        this.since = clock.now();
    }

    /** Opens it, now or later. */
    void open(ListenAddress address) {
        try {
            timer.execute(() -> tryOpen(address));
        } catch (RejectedExecutionException e) {
            Gateway.LOG.debug("{}: the gateway has stopped", what);
        }
    }

    private void tryOpen(ListenAddress address) {
        InetSocketAddress where = address.resolve();
        if (where.isUnresolved()) {
            failed(address, "the name has no address");
        } else if (!isClosed()) {
            listen.apply(where).addListener((Future<ServerChannel> done) -> {
                if (done.isSuccess()) {
                    opened(address, done.getNow());
                } else {
                    failed(address, PenstockException.describe(done.cause()));
                }
            });
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private void opened(ListenAddress address, ServerChannel channel) {
        synchronized (this) {
            if (closed) {
                channel.close();
                return;
            }
            server = Optional.of(channel);
            problem = Optional.empty();
            since = clock.now();
        }
        Gateway.LOG.info("{}: listening on {}", what, address);
        bound.complete((InetSocketAddress) channel.localAddress());
    }

    private void failed(ListenAddress address, String why) {
        Duration wait;
        synchronized (this) {
            if (closed) {
                return;
            }
            if (!problem.equals(Optional.of(text(address, why)))) {
                Gateway.LOG.warn("{}: cannot listen on {}: {}; trying again", what, address, why);
                since = clock.now();
            }
            problem = Optional.of(text(address, why));
            wait = backoff.next();
        }
        try {
            timer.schedule(() -> tryOpen(address), wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            Gateway.LOG.debug("{}: the gateway has stopped", what);
        }
    }

    private static String text(ListenAddress address, String why) {
        return "cannot listen on " + address + ": " + why;
    }

    /** Why it is not open, while it is not. */
    synchronized Optional<String> problem() {
        return problem;
    }

    /** Since when it is open, or is not. */
    synchronized Instant since() {
        return since;
    }

    /** The address it has, once it is open. */
    CompletableFuture<InetSocketAddress> bound() {
        return bound;
    }

    /** Accepts nobody for a while: they wait where the system keeps them. */
    void pauseUnless(BooleanSupplier room) {
        server().ifPresent(channel -> {
            channel.config().setAutoRead(false);
            if (room.getAsBoolean()) {
                channel.config().setAutoRead(true);
            }
        });
    }

    /** Accepts again. */
    void resume() {
        server().ifPresent(channel -> channel.config().setAutoRead(true));
    }

    private synchronized Optional<ServerChannel> server() {
        return server;
    }

    /** Does not open it any more, and begins to close it: who waits to be accepted still is. */
    void beginClose() {
        Optional<ServerChannel> open;
        synchronized (this) {
            closed = true;
            open = server;
        }
        open.ifPresent(channel -> Tasks.execute(channel.eventLoop(), () -> {
            channel.pipeline().addLast(new LastAccept());
            channel.eventLoop().schedule(() -> channel.close(), QUIET_MILLIS, TimeUnit.MILLISECONDS);
        }));
    }

    /** Frees the port before it returns. Not from a loop. */
    @Override
    public void close() {
        beginClose();
        server().ifPresent(channel -> {
            if (!channel.closeFuture().awaitUninterruptibly(CLOSE_MILLIS)) {
                channel.close();
            }
        });
    }

    /**
     * Closes a port when all that waited has been accepted. The system breaks off whoever waits when a port is closed; right
     * here, nobody does.
     */
    private static final class LastAccept extends ChannelInboundHandlerAdapter {
        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.close();
        }
    }
}
