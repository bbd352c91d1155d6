package io.penstock.tunnel.wire.api;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.ServerChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.penstock.core.time.Clock;
import io.penstock.yamux.api.GoAwayCode;
import io.penstock.yamux.api.Role;
import io.penstock.yamux.api.SessionEvents;
import io.penstock.yamux.api.StreamAcceptor;
import io.penstock.yamux.api.YamuxSession;
import io.penstock.yamux.api.YamuxSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A dialler and a gateway that resume, on loopback, without TLS; the gateway takes every connection on another loop. */
final class ResumptionRig implements AutoCloseable {
    static final SigningKey KEY = SigningKey.generate(new SecureRandom());
    private static final Octets CERTIFICATE = Samples.counting(64);

    final Loops loops = Loops.open(Transport.AUTO, 3, "resume");
    final EventLoop diallersLoop = loops.next();
    final ResumableSessions sessions = new ResumableSessions(new SecureRandom());
    final CompletableFuture<ResumableCarrier> gateway = new CompletableFuture<>();
    final CompletableFuture<ResumableCarrier> dialler = new CompletableFuture<>();
    final CompletableFuture<Throwable> lostAtGateway = new CompletableFuture<>();
    final CompletableFuture<Throwable> lostAtDialler = new CompletableFuture<>();
    final AtomicInteger resumed = new AtomicInteger();
    final BlockingQueue<Channel> dialled = new LinkedBlockingQueue<>();
    private final AtomicInteger nonces = new AtomicInteger();
    private final ServerChannel listening;
    volatile SigningKey key = KEY;
    volatile Channel diallersChannel;
    volatile Channel gatewaysChannel;

    ResumptionRig(StreamAcceptor acceptor) {
        ResumableSessions.Gateway way = new ResumableSessions.Gateway(
                () -> new GatewayHandshake(new GatewayHandshake.Identity("gate", List.of(), CERTIFICATE),
                        (kind, id) -> List.of(KEY.verifying()), nonce()), who -> true,
                carrier -> atGateway(carrier, acceptor), new ResumableCarrier.Events() { });
        listening = Await.result(loops.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), SocketUse.TUNNEL,
                child -> loops.next(), child -> {
                    gatewaysChannel = child;
                    child.pipeline().addLast(sessions.handler(way));
                }));
        Await.result(dial()).eventLoop().execute(() -> dialler.complete(begin(diallersChannel)));
        ResumableCarrier made = Await.result(dialler);
        ResumableCarrier other = Await.result(gateway);
        ResumeToken token = Await.result(other.loop().submit(() -> sessions.offer(other, PeerKind.AGENT, "lab")));
        Await.result(diallersLoop.submit(() -> made.resumeWith(token)));
    }

    private Octets nonce() {
        return Samples.all(32, nonces.incrementAndGet());
    }

    Future<Channel> dial() {
        Promise<Channel> dialled = diallersLoop.newPromise();
        ChannelHandler nothing = new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
            }
        };
        loops.dial(diallersLoop, SocketUse.TUNNEL).handler(nothing).connect(listening.localAddress()).addListener(future -> {
            if (future.isSuccess()) {
                diallersChannel = ((io.netty.channel.ChannelFuture) future).channel();
                this.dialled.add(diallersChannel);
                dialled.setSuccess(diallersChannel);
            } else {
                dialled.setFailure(future.cause());
            }
        });
        return dialled;
    }

    private ResumableCarrier begin(Channel channel) {
        ResumableDialler.Redial redial = new ResumableDialler.Redial() {
            @Override
            public Future<Channel> dial() {
                return ResumptionRig.this.dial();
            }

            @Override
            public DiallerHandshake handshake(Channel next) {
                return new DiallerHandshake(new DiallerHandshake.Identity(PeerKind.AGENT, "lab", key, "00", 0, 1, "test",
                        List.of()), CERTIFICATE, nonce());
            }
        };
        return ResumableDialler.begin(channel, redial, new Random(1), carrier -> session(Role.CLIENT, carrier, stream -> {
            throw new IllegalStateException("the gateway opens none");
        }, lostAtDialler), new ResumableCarrier.Events() {
            @Override
            public void resumed() {
                resumed.incrementAndGet();
            }
        });
    }

    private YamuxSession atGateway(ResumableCarrier carrier, StreamAcceptor acceptor) {
        gateway.complete(carrier);
        return session(Role.SERVER, carrier, acceptor, lostAtGateway);
    }

    private static YamuxSession session(Role role, ResumableCarrier carrier, StreamAcceptor acceptor,
            CompletableFuture<Throwable> lost) {
        return new YamuxSession(role, ResumableCarrier.settings(YamuxSettings.defaults()), carrier.loop(), Clock.system(),
                carrier, acceptor, new SessionEvents() {
                    @Override
                    public void goingAway(GoAwayCode code) {
                    }

                    @Override
                    public void lost(Throwable cause) {
                        lost.complete(cause);
                    }
                });
    }

    /** Cuts as a router does that forgot the connection. Any thread. */
    static void cut(Channel channel) {
        channel.eventLoop().execute(() -> {
            if (channel.isOpen()) {
                channel.config().setOption(ChannelOption.SO_LINGER, 0);
                channel.close();
            }
        });
    }

    void stopListening() {
        listening.close().syncUninterruptibly();
    }

    @Override
    public void close() {
        for (CompletableFuture<ResumableCarrier> end : List.of(dialler, gateway)) {
            ResumableCarrier carrier = end.join();
            Await.result(carrier.loop().submit(carrier.session()::close));
        }
        loops.close();
    }
}
