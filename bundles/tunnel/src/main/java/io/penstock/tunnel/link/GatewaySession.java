package io.penstock.tunnel.link;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.penstock.core.error.PenstockException;
import io.penstock.tunnel.dial.Timers.Timer;
import io.penstock.tunnel.policy.TargetAddress;
import io.penstock.tunnel.wire.api.DiallerHandshake;
import io.penstock.tunnel.wire.api.Envelope;
import io.penstock.tunnel.wire.api.HandshakeStep;
import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.MessageStream;
import io.penstock.tunnel.wire.api.Octets;
import io.penstock.tunnel.wire.api.TunnelProtocol;
import io.penstock.tunnel.wire.api.TunnelTls;
import io.penstock.yamux.api.Carrier;
import io.penstock.yamux.api.GoAwayCode;
import io.penstock.yamux.api.Role;
import io.penstock.yamux.api.SessionEvents;
import io.penstock.yamux.api.SessionFigures;
import io.penstock.yamux.api.StreamAcceptor;
import io.penstock.yamux.api.StreamEvents;
import io.penstock.yamux.api.YamuxHandler;
import io.penstock.yamux.api.YamuxSession;
import io.penstock.yamux.api.YamuxStream;
import java.time.Duration;
import java.util.Optional;

/**
 * One connection to a gateway, from TLS to its end. Event loop only, but for {@link #figures}, {@link #gateway} and
 * {@link #channel}.
 */
public final class GatewaySession implements SessionEvents, StreamAcceptor, MessageStream.Listener {
    /** From the connected socket to {@code accepted}. */
    static final Duration HANDSHAKE_DEADLINE = Duration.ofSeconds(10);

    private final TargetAddress gateway;
    private final Channel channel;
    private final SessionSetup setup;
    private final SessionOwner owner;
    private final FirstByte firstByte = new FirstByte();
    private Optional<DiallerHandshake> handshake = Optional.empty();
    private Optional<StreamAcceptor> streams = Optional.empty();
    private Optional<MessageStream> control = Optional.empty();
    private volatile Optional<YamuxSession> yamux = Optional.empty();
    private Timer deadline = Timer.NONE;
    private volatile boolean left;
    private boolean ended;

    GatewaySession(TargetAddress gateway, Channel channel, SessionSetup setup, SessionOwner owner) {
        this.gateway = gateway;
        this.channel = channel;
        this.setup = setup;
        this.owner = owner;
    }

    /** Begins TLS on the connected channel. */
    void start() {
        deadline = setup.around().timers().after(channel.eventLoop(), HANDSHAKE_DEADLINE, this::late);
        SslHandler tls = setup.credentials().handler(channel, gateway);
        tls.setHandshakeTimeoutMillis(0);
        channel.pipeline().addLast(firstByte, tls, new Faults());
        channel.closeFuture().addListener(closed -> closed());
        tls.handshakeFuture().addListener((Future<? super Channel> done) -> {
            if (done.isSuccess()) {
                encrypted(tls);
            } else {
                end(Ending.lost(TunnelTls.describe(done.cause())));
            }
        });
    }

    /** From the multiplexer's beginning on it says itself why. */
    private void closed() {
        if (yamux.isEmpty()) {
            end(Ending.lost("the gateway ended the connection"));
        }
    }

    /** What breaks below the multiplexer ends the session; nobody else wants to hear of it. */
    private final class Faults extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            end(Ending.lost(TunnelTls.describe(cause)));
        }
    }

    private void late() {
        String message = gateway + " does not answer";
        end(firstByte.came() ? Ending.lost(message) : Ending.silent(message));
    }

    private void encrypted(SslHandler tls) {
        if (TunnelTls.protocol(tls).isEmpty()) {
            end(Ending.refused(gateway + " is no gateway of this protocol"));
            return;
        }
        byte[] nonce = new byte[TunnelProtocol.NONCE_BYTES];
        setup.around().random().nextBytes(nonce);
        DiallerHandshake talk = new DiallerHandshake(setup.identity(), TunnelTls.peerCertificate(tls), Octets.of(nonce));
        handshake = Optional.of(talk);
        channel.pipeline().addLast(new YamuxHandler(this::session));
        MessageStream stream = MessageStream.open(yamux.orElseThrow(), TunnelProtocol.MAX_CONTROL_BYTES, this);
        control = Optional.of(stream);
        stream.send(talk.hello());
    }

    private YamuxSession session(Carrier carrier) {
        YamuxSession made = new YamuxSession(Role.CLIENT, setup.around().yamux(), channel.eventLoop(), setup.around().clock(),
                carrier, this, this);
        yamux = Optional.of(made);
        return made;
    }

    @Override
    public void message(MessageStream from, Envelope envelope) {
        if (ended) {
            return;
        }
        if (streams.isEmpty()) {
            greet(from, envelope);
        } else if (envelope.message() instanceof Message.Drain drain) {
            owner.drain(this, drain);
        } else {
            setup.duty().message(this, envelope.message());
        }
    }

    private void greet(MessageStream from, Envelope envelope) {
        try {
            HandshakeStep step = handshake.orElseThrow().received(envelope);
            if (step instanceof HandshakeStep.Send send) {
                from.send(send.envelope());
            } else if (step instanceof HandshakeStep.Refuse refuse) {
                end(Ending.of(refuse.refused()));
            } else if (step instanceof HandshakeStep.Done) {
                letIn();
            }
        } catch (PenstockException e) {
            end(Ending.refused("the gateway does not keep to the protocol: " + e.getMessage()));
        }
    }

    private void letIn() {
        deadline.cancel();
        streams = Optional.of(setup.duty().streams(this));
        owner.accepted(this);
        setup.duty().online(this);
    }

    /** Nothing may be opened before this end was let in. */
    @Override
    public StreamEvents accept(YamuxStream stream) {
        if (streams.isEmpty()) {
            stream.reset();
        }
        return streams.<StreamEvents>map(acceptor -> acceptor.accept(stream)).orElse(DeafStream.DEAF);
    }

    @Override
    public void malformed(MessageStream from, String why) {
        end(Ending.refused("the gateway does not keep to the protocol: " + why));
    }

    @Override
    public void finished(MessageStream from) {
        end(Ending.lost("the gateway ended the connection"));
    }

    @Override
    public void reset(MessageStream from, Throwable cause) {
        lost(cause);
    }

    @Override
    public void goingAway(GoAwayCode code) {
        if (streams.isPresent()) {
            owner.drain(this, new Message.Drain("the gateway goes away", Link.LONGEST_DRAIN.toMillis(), Optional.empty()));
        }
    }

    /** A ping that was not answered is silence: whatever else ends a session came from somebody. */
    @Override
    public void lost(Throwable cause) {
        boolean silent = cause instanceof PenstockException known && known.code().equals("yamux.ping");
        String message = "the connection to " + gateway + " is lost: " + PenstockException.describe(cause);
        end(silent ? Ending.silent(message) : Ending.lost(message));
    }

    /** Tells the gateway to open nothing more here. */
    void leave() {
        left = true;
        send(new Message.Leaving());
    }

    /** Whether another connection takes its place. Any thread. */
    public boolean isLeft() {
        return left;
    }

    /** Which of its end's connections it is, from 0. Any thread. */
    public int connection() {
        return setup.identity().connection();
    }

    /** Sends a message to the gateway, as long as there is one. */
    public void send(Message message) {
        if (!ended) {
            control.ifPresent(stream -> stream.send(message));
        }
    }

    /** Ends it at once, with every stream. */
    void close(String why) {
        end(Ending.lost(why));
    }

    private void end(Ending ending) {
        if (ended) {
            return;
        }
        ended = true;
        deadline.cancel();
        yamux.ifPresent(YamuxSession::close);
        channel.close();
        if (streams.isPresent()) {
            setup.duty().ended(this);
        }
        owner.ended(this, ending);
    }

    /** Streams open now, the control stream not counted. */
    int openStreams() {
        return yamux.map(session -> Math.max(0, session.openStreams() - 1)).orElse(0);
    }

    /** Whether not a byte has come. */
    boolean heardNothing() {
        return !firstByte.came();
    }

    /** Whether it is over. */
    boolean isEnded() {
        return ended;
    }

    /** The multiplexer; only while the session is online. */
    public YamuxSession yamux() {
        return yamux.orElseThrow();
    }

    /** The socket. */
    public Channel channel() {
        return channel;
    }

    /** Whom it is with. */
    public TargetAddress gateway() {
        return gateway;
    }

    /** Figures of the moment; empty before TLS stands. Any thread. */
    public Optional<SessionFigures> figures() {
        return yamux.map(YamuxSession::figures);
    }
}
