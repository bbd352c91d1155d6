package io.penstock.tunnel.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.penstock.core.time.Clock;
import io.penstock.tunnel.wire.api.DiallerHandshake;
import io.penstock.tunnel.wire.api.Envelope;
import io.penstock.tunnel.wire.api.HandshakeStep;
import io.penstock.tunnel.wire.api.Loops;
import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.MessageStream;
import io.penstock.tunnel.wire.api.Octets;
import io.penstock.tunnel.wire.api.Pin;
import io.penstock.tunnel.wire.api.ResumableCarrier;
import io.penstock.tunnel.wire.api.ResumableDialler;
import io.penstock.tunnel.wire.api.SigningKey;
import io.penstock.tunnel.wire.api.TlsProvider;
import io.penstock.tunnel.wire.api.TunnelProtocol;
import io.penstock.tunnel.wire.api.TunnelTls;
import io.penstock.yamux.api.Carrier;
import io.penstock.yamux.api.GoAwayCode;
import io.penstock.yamux.api.Role;
import io.penstock.yamux.api.SessionEvents;
import io.penstock.yamux.api.StreamEvents;
import io.penstock.yamux.api.YamuxHandler;
import io.penstock.yamux.api.YamuxSession;
import io.penstock.yamux.api.YamuxSettings;
import io.penstock.yamux.api.YamuxStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** One connection of an agent or visitor, for tests: what it is told it keeps, and streams it is sent it answers as told. */
final class Dialler implements AutoCloseable {
    /**
     * What a liar does.
     *
     * @param sends turns what is to be sent into what is sent; null for nothing
     * @param certificate turns the certificate that was shown into the one that is signed
     */
    record Tricks(java.util.function.UnaryOperator<Envelope> sends, java.util.function.UnaryOperator<Octets> certificate) {
        static final Tricks NONE = new Tricks(envelope -> envelope, leaf -> leaf);
    }

    private final CompletableFuture<Message> verdict = new CompletableFuture<>();
    private final CompletableFuture<Throwable> gone = new CompletableFuture<>();
    private final BlockingQueue<Message> told = new LinkedBlockingQueue<>();
    private final BlockingQueue<Message.Connect> connects = new LinkedBlockingQueue<>();
    private final DiallerHandshake.Identity identity;
    private final Tricks tricks;
    private final AtomicBoolean released = new AtomicBoolean();
    private final WayToGateway way;
    private final Comeback comeback;
    private final Channel channel;
    private final AtomicInteger swallowed = new AtomicInteger();
    /** Where this end and the gateway have agreed on resumption. */
    private volatile ResumableCarrier carrier;
    private volatile AgentTarget target;
    private volatile YamuxSession session;
    private volatile MessageStream control;
    private DiallerHandshake handshake;

    Dialler(Loops loops, InetSocketAddress gateway, Pin pin, DiallerHandshake.Identity identity, AgentTarget target,
            Tricks tricks, boolean resumes) {
        this.identity = identity;
        this.tricks = tricks;
        this.target = target;
        this.way = new WayToGateway(loops, loops.next(), gateway,
                TunnelTls.client(new TunnelTls.Trust(Optional.of(pin), Optional.empty()), TlsProvider.AUTO, resumes));
        this.comeback = new Comeback(way, identity);
        this.channel = way.dial((fresh, ssl) -> fresh.pipeline().addLast(new Starter())).syncUninterruptibly().channel();
        channel.closeFuture().addListener(closed -> {
            if (carrier == null) {
                gone.complete(new AssertionError("closed"));
            }
            verdict.completeExceptionally(new AssertionError("closed without a verdict"));
        });
    }

    private final class Starter extends ChannelInboundHandlerAdapter implements SessionEvents {
        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslHandshakeCompletionEvent done && done.isSuccess()) {
                handshake = handshake(context.channel());
                if (TunnelTls.protocol(context.pipeline().get(SslHandler.class)).equals(Optional.of(TunnelProtocol.RESUMABLE))) {
                    context.pipeline().remove(this);
                    carrier = ResumableDialler.begin(context.channel(), comeback, new Random(1),
                            under -> made(under, ResumableCarrier.settings(YamuxSettings.defaults())), new ResumableCarrier.Events() { });
                    session = carrier.session();
                } else {
                    context.pipeline().replace(this, "yamux", new YamuxHandler(under -> made(under, YamuxSettings.defaults())));
                    session = context.pipeline().get(YamuxHandler.class).session().orElseThrow();
                }
                control = MessageStream.open(session, TunnelProtocol.MAX_CONTROL_BYTES, new Control());
                say(handshake.hello());
            }
        }

        private YamuxSession made(Carrier under, YamuxSettings settings) {
            return new YamuxSession(Role.CLIENT, settings, way.loop(), Clock.system(), under, Dialler.this::accept, this);
        }

        @Override
        public void goingAway(GoAwayCode code) {
            // Tests look at what it is told.
        }

        @Override
        public void lost(Throwable cause) {
            gone.complete(cause);
        }
    }

    private DiallerHandshake handshake(Channel over) {
        Octets leaf = TunnelTls.peerCertificate(over.pipeline().get(SslHandler.class));
        return new DiallerHandshake(identity, tricks.certificate().apply(leaf), Octets.of(new byte[TunnelProtocol.NONCE_BYTES]));
    }

    private final class Control implements MessageStream.Listener {
        @Override
        public void message(MessageStream from, Envelope envelope) {
            if (verdict.isDone()) {
                told.add(envelope.message());
            } else {
                take(handshake.received(envelope));
            }
        }

        @Override
        public void malformed(MessageStream from, String why) {
            verdict.completeExceptionally(new AssertionError(why));
        }

        @Override
        public void reset(MessageStream from, Throwable cause) {
            gone.complete(cause);
        }
    }

    private void say(Envelope envelope) {
        Envelope said = tricks.sends().apply(envelope);
        if (said != null) {
            control.send(said);
        }
    }

    private void take(HandshakeStep step) {
        if (step instanceof HandshakeStep.Send send) {
            say(send.envelope());
        } else if (step instanceof HandshakeStep.Done done) {
            done.accepted().resumeToken().ifPresent(token -> carrier.resumeWith(token));
            verdict.complete(done.accepted());
        } else if (step instanceof HandshakeStep.Refuse refuse) {
            verdict.complete(refuse.refused());
        }
    }

    private StreamEvents accept(YamuxStream stream) {
        return MessageStream.accept(stream, TunnelProtocol.MAX_OPEN_BYTES, new MessageStream.Listener() {
            @Override
            public void message(MessageStream from, Envelope envelope) {
                Message.Connect connect = (Message.Connect) envelope.message();
                connects.add(connect);
                target.connect(from, connect);
            }

            @Override
            public void malformed(MessageStream from, String why) {
                from.stream().reset();
            }

            @Override
            public void reset(MessageStream from, Throwable cause) {
                // Nothing to undo.
            }
        });
    }

    /** Accepted or Refused. */
    Message verdict() throws Exception {
        return verdict.get(20, TimeUnit.SECONDS);
    }

    Dialler accepted() throws Exception {
        if (verdict() instanceof Message.Accepted) {
            return this;
        }
        throw new AssertionError("refused: " + verdict());
    }

    Message.Refused refused() throws Exception {
        return (Message.Refused) verdict();
    }

    void become(AgentTarget next) {
        target = next;
    }

    Message next() throws InterruptedException {
        return Optional.ofNullable(told.poll(20, TimeUnit.SECONDS)).orElseThrow(() -> new AssertionError("told nothing"));
    }

    Message.Connect connect() throws InterruptedException {
        return Optional.ofNullable(connects.poll(20, TimeUnit.SECONDS)).orElseThrow(() -> new AssertionError("not asked"));
    }

    int connects() {
        return connects.size();
    }

    void send(Message message) {
        channel.eventLoop().execute(() -> control.send(message));
    }

    /** Opens a stream as a visitor does. */
    VisitorClient open(String agent, String target) {
        return VisitorClient.open(session, new Message.Connect(target, Optional.empty(), Optional.of(agent)));
    }

    /** From here the network swallows everything, either way. */
    void blackhole() {
        channel.pipeline().addFirst(new ChannelDuplexHandler() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                ReferenceCountUtil.release(message);
                swallowed.incrementAndGet();
            }

            @Override
            public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
                ReferenceCountUtil.release(message);
                promise.trySuccess();
            }
        });
    }

    /** How often something came that {@link #blackhole} swallowed. */
    int swallowed() {
        return swallowed.get();
    }

    /** Whether the control stream is open. */
    boolean isReady() {
        return control != null;
    }

    /** Sends so many bytes that mean nothing. */
    void flood(int bytes) {
        channel.eventLoop().execute(() -> control.stream().write(io.netty.buffer.Unpooled.wrappedBuffer(new byte[bytes])));
    }

    boolean isGone() {
        return gone.isDone();
    }

    void awaitGone() throws Exception {
        gone.get(20, TimeUnit.SECONDS);
    }

    /** Does not come back when its connection is lost. */
    void forgets() {
        comeback.forgets();
    }

    /** Proves another key when it comes back after a lost connection. */
    void comesBackAs(SigningKey key) {
        comeback.as(key);
    }

    /** Breaks the connection there is, as a network would. */
    void cut() {
        Channel open = comeback.latest().orElse(channel);
        open.config().setOption(ChannelOption.SO_LINGER, 0);
        open.close().syncUninterruptibly();
    }

    static DiallerHandshake.Identity named(io.penstock.tunnel.wire.api.PeerKind kind, String id,
            SigningKey key, String instance, int connection, int connections) {
        return new DiallerHandshake.Identity(kind, id, key, instance, connection, connections, "test", List.of(TunnelProtocol.DRAIN, TunnelProtocol.RESUME));
    }

    @Override
    public void close() {
        if (carrier != null) {
            way.loop().submit(session::close).awaitUninterruptibly(Duration.ofSeconds(5).toMillis());
        }
        channel.close().awaitUninterruptibly(Duration.ofSeconds(5).toMillis());
        if (released.compareAndSet(false, true)) {
            ReferenceCountUtil.release(way.tls());
        }
    }
}
