package io.penstock.tunnel.testing;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.penstock.core.time.Clock;
import io.penstock.tunnel.wire.api.Envelope;
import io.penstock.tunnel.wire.api.GatewayHandshake;
import io.penstock.tunnel.wire.api.HandshakeStep;
import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.MessageStream;
import io.penstock.tunnel.wire.api.Octets;
import io.penstock.tunnel.wire.api.RefusalCode;
import io.penstock.tunnel.wire.api.ResumableCarrier;
import io.penstock.tunnel.wire.api.ResumableSessions;
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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The gateway's end of one connection. Its own methods are called by tests, on any thread. */
public final class GatewayEnd implements SessionEvents, MessageStream.Listener {
    private static final long PATIENCE_SECONDS = 20;

    private final TestGateway gateway;
    private final Channel channel;
    private final GatewayHandshake handshake;
    private Optional<ResumableCarrier> resumable = Optional.empty();
    private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Throwable> lost = new CompletableFuture<>();
    private final CompletableFuture<Throwable> forced = new CompletableFuture<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final BlockingQueue<TestStream> visits = new LinkedBlockingQueue<>();
    private YamuxSession session;
    private MessageStream control;
    private Message.Hello hello;
    private boolean proven;

    GatewayEnd(TestGateway gateway, Channel channel) {
        this.gateway = gateway;
        this.channel = channel;
        this.handshake = handshake();
    }

    private GatewayHandshake handshake() {
        byte[] nonce = new byte[TunnelProtocol.NONCE_BYTES];
        gateway.random().nextBytes(nonce);
        return new GatewayHandshake(new GatewayHandshake.Identity("test-gateway", List.of(TunnelProtocol.DRAIN),
                gateway.certificate().leaf()), gateway.keys(), Octets.of(nonce));
    }

    void start(SslHandler tls) {
        if (TunnelTls.protocol(tls).equals(Optional.of(TunnelProtocol.RESUMABLE))) {
            channel.pipeline().addLast(gateway.sessions().handler(new ResumableSessions.Gateway(this::handshake, proven -> true,
                    carrier -> {
                        resumable = Optional.of(carrier);
                        return session(carrier, ResumableCarrier.settings(YamuxSettings.defaults()));
                    }, new ResumableCarrier.Events() { })));
        } else {
            channel.pipeline().addLast(new YamuxHandler(carrier -> session(carrier, YamuxSettings.defaults())));
        }
    }

    private YamuxSession session(Carrier carrier, YamuxSettings settings) {
        session = new YamuxSession(Role.SERVER, settings, channel.eventLoop(), Clock.system(), carrier, this::accept, this);
        return session;
    }

    private StreamEvents accept(YamuxStream stream) {
        if (opened.incrementAndGet() == 1) {
            control = MessageStream.accept(stream, TunnelProtocol.MAX_CONTROL_BYTES, this);
            return control;
        }
        TestStream visit = TestStream.accepted(stream);
        visits.add(visit);
        return visit.messages();
    }

    @Override
    public void message(MessageStream from, Envelope envelope) {
        if (proven) {
            messages.add(envelope.message());
            return;
        }
        HandshakeStep step = handshake.received(envelope);
        if (step instanceof HandshakeStep.Send send) {
            from.send(send.envelope());
        } else if (step instanceof HandshakeStep.Refuse refuse) {
            from.send(refuse.refused());
            from.finish();
        } else if (step instanceof HandshakeStep.Proven who) {
            proven(from, who.hello());
        }
    }

    private void proven(MessageStream from, Message.Hello who) {
        proven = true;
        hello = who;
        if (gateway.isHasty()) {
            MessageStream early = MessageStream.open(session, TunnelProtocol.MAX_OPEN_BYTES, new Refusal());
            early.send(new Message.Connect("127.0.0.1:1", Optional.empty(), Optional.empty()));
        }
        Message answer = resumable(gateway.decision(who), who);
        from.send(answer);
        if (answer instanceof Message.Accepted) {
            gateway.letIn(this);
        } else {
            from.finish();
        }
    }

    @Override
    public void malformed(MessageStream from, String why) {
        messages.add(new Message.Refused(RefusalCode.MALFORMED, why, 0));
    }

    @Override
    public void reset(MessageStream from, Throwable cause) {
        lost.complete(cause);
    }

    private Message resumable(Message answer, Message.Hello who) {
        if (resumable.isEmpty() || !(answer instanceof Message.Accepted accepted)) {
            return answer;
        }
        return new Message.Accepted(accepted.name(), accepted.heartbeatMs(), accepted.maxStreams(),
                Optional.of(gateway.sessions().offer(resumable.get(), who.kind(), who.id())));
    }

    /** Notices that a stream was refused. */
    private final class Refusal implements MessageStream.Listener {
        @Override
        public void message(MessageStream from, Envelope envelope) {
            forced.completeExceptionally(new AssertionError(envelope.message().toString()));
        }

        @Override
        public void malformed(MessageStream from, String why) {
            forced.completeExceptionally(new AssertionError(why));
        }

        @Override
        public void reset(MessageStream from, Throwable cause) {
            forced.complete(cause);
        }
    }

    /** How the dialler refused a stream that was opened too early. */
    public CompletableFuture<Throwable> forced() {
        return forced;
    }

    /** What the dialler said of itself. */
    public Message.Hello hello() {
        return hello;
    }

    /** Says something on the control stream. */
    public void send(Message message) {
        onLoop(() -> {
            control.send(message);
            return message;
        });
    }

    /** Says something on the control stream that may be no message of ours. */
    public void sendJson(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        onLoop(() -> {
            control.stream().write(Unpooled.buffer().writeInt(bytes.length).writeBytes(bytes));
            return true;
        });
    }

    /** The next message of the dialler after it was let in. */
    public Message message() throws InterruptedException {
        Message message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("the dialler said nothing");
        }
        return message;
    }

    /** The next message of a kind; others before it are left out. */
    public <T extends Message> T message(Class<T> kind) throws InterruptedException {
        Message message = message();
        while (!kind.isInstance(message)) {
            message = message();
        }
        return kind.cast(message);
    }

    /** Opens a stream; nothing is said on it yet. */
    public TestStream open() {
        return onLoop(() -> TestStream.opened(session));
    }

    /** Opens a stream and asks for a target, with bytes behind it. */
    public TestStream open(String target, String bytes) {
        return onLoop(() -> {
            TestStream stream = TestStream.opened(session);
            stream.messages().send(new Message.Connect(target, Optional.of("a test"), Optional.empty()));
            stream.put(bytes);
            return stream;
        });
    }

    /** The next stream that the dialler, a visitor, opened. */
    public TestStream visit() throws InterruptedException {
        TestStream visit = visits.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (visit == null) {
            throw new AssertionError("no stream was opened");
        }
        return visit;
    }

    /** Asks the multiplexer. */
    public int openStreams() {
        return onLoop(() -> session.openStreams());
    }

    /** Says that it takes no more streams. */
    public void goAway() {
        onLoop(() -> {
            session.goAway(GoAwayCode.NORMAL);
            return true;
        });
    }

    /** Breaks the connection. */
    public void cut() {
        channel.close();
    }

    void end() {
        onLoop(() -> {
            session.close();
            return true;
        });
    }

    /** Reads nothing more, and so answers no ping. */
    public void fallSilent() {
        channel.config().setAutoRead(false);
    }

    /** Completes when the connection is gone. */
    public CompletableFuture<Throwable> lost() {
        return lost;
    }

    <T> T onLoop(Supplier<T> action) {
        return channel.eventLoop().submit(action::get).syncUninterruptibly().getNow();
    }

    @Override
    public void goingAway(GoAwayCode code) {
        // The test sees the end.
    }

    @Override
    public void lost(Throwable cause) {
        lost.complete(cause);
    }
}
