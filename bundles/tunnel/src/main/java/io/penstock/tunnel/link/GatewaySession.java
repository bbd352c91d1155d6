package io.penstock.tunnel.link;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import io.penstock.core.error.PenstockException;
import io.penstock.tunnel.dial.Timers.Timer;
import io.penstock.tunnel.policy.TargetAddress;
import io.penstock.tunnel.wire.api.DiallerHandshake;
import io.penstock.tunnel.wire.api.Envelope;
import io.penstock.tunnel.wire.api.HandshakeStep;
import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.MessageStream;
import io.penstock.tunnel.wire.api.ResumableCarrier;
import io.penstock.tunnel.wire.api.ResumableDialler;
import io.penstock.tunnel.wire.api.TunnelProtocol;
import io.penstock.tunnel.wire.api.TunnelTls;
import io.penstock.yamux.api.Carrier;
import io.penstock.yamux.api.DeafStream;
import io.penstock.yamux.api.GoAwayCode;
import io.penstock.yamux.api.Role;
import io.penstock.yamux.api.SessionEvents;
import io.penstock.yamux.api.SessionFigures;
import io.penstock.yamux.api.StreamAcceptor;
import io.penstock.yamux.api.StreamEvents;
import io.penstock.yamux.api.YamuxHandler;
import io.penstock.yamux.api.YamuxSession;
import io.penstock.yamux.api.YamuxSettings;
import io.penstock.yamux.api.YamuxStream;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session with a gateway, from the moment TLS stands to its end; with resumption it may outlive its connection. Event loop
 * only, but for what says otherwise.
 */
public final class GatewaySession
        implements SessionEvents, StreamAcceptor, MessageStream.Listener, ResumableCarrier.Events {
    /** From TLS to {@code accepted}. */
    static final Duration GREETING_DEADLINE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger("io.penstock.tunnel.connections");

    private final TargetAddress gateway;
    private final EventLoop loop;
    private final LinkSetup setup;
    private final SessionOwner owner;
    private final Comeback comeback;
    private Optional<DiallerHandshake> handshake = Optional.empty();
    private Optional<ResumableCarrier> resumable = Optional.empty();
    private Optional<StreamAcceptor> streams = Optional.empty();
    private Optional<MessageStream> control = Optional.empty();
    private volatile Optional<YamuxSession> yamux = Optional.empty();
    private Timer deadline = Timer.NONE;
    private volatile boolean left;
    private boolean ended;

    GatewaySession(TargetAddress gateway, EventLoop loop, LinkSetup setup, SessionOwner owner) {
        this.gateway = gateway;
        this.loop = loop;
        this.setup = setup;
        this.owner = owner;
        this.comeback = new Comeback(gateway, loop, setup);
    }

    /** Says hello on a channel whose TLS stands. */
    void begin(Channel channel, SslHandler tls) {
        deadline = setup.around().timers().after(loop, GREETING_DEADLINE,
                () -> end(Ending.lost(gateway + " does not say whether it lets this end in")));
        if (TunnelTls.protocol(tls).equals(Optional.of(TunnelProtocol.RESUMABLE))) {
            resumable = Optional.of(ResumableDialler.begin(channel, comeback, setup.around().random(),
                    carrier -> session(carrier, ResumableCarrier.settings(setup.around().yamux())), this));
        } else {
            channel.pipeline().addLast(new YamuxHandler(carrier -> session(carrier, setup.around().yamux())));
        }
        LOG.debug("connection {} to {}: TLS stands, {} by {}, {}", setup.number(), gateway, tls.engine().getSession().getCipherSuite(),
                tls.engine().getClass().getSimpleName(), resumable.isPresent() ? "resumable" : "not resumable");
        DiallerHandshake talk = setup.session().handshake(tls);
        handshake = Optional.of(talk);
        MessageStream stream = MessageStream.open(yamux.orElseThrow(), TunnelProtocol.MAX_CONTROL_BYTES, this);
        control = Optional.of(stream);
        stream.send(talk.hello());
    }

    private YamuxSession session(Carrier carrier, YamuxSettings settings) {
        YamuxSession made = new YamuxSession(Role.CLIENT, settings, loop, setup.around().clock(), carrier, this, this);
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
        } else if (envelope.message() instanceof Message.Connect || envelope.message() instanceof Message.Connected) {
            malformed(from, "what begins a data stream has no place on the control stream");
        } else {
            setup.session().duty().message(this, envelope.message());
        }
    }

    private void greet(MessageStream from, Envelope envelope) {
        try {
            HandshakeStep step = handshake.orElseThrow().received(envelope);
            if (step instanceof HandshakeStep.Send send) {
                from.send(send.envelope());
            } else if (step instanceof HandshakeStep.Refuse refuse) {
                end(Ending.of(refuse.refused()));
            } else if (step instanceof HandshakeStep.Done done) {
                letIn(done.accepted());
            }
        } catch (PenstockException e) {
            malformed(from, e.getMessage());
        }
    }

    private void letIn(Message.Accepted accepted) {
        deadline.cancel();
        accepted.resumeToken().ifPresent(token -> resumable.ifPresent(carrier -> carrier.resumeWith(token)));
        streams = Optional.of(setup.session().duty().streams(this));
        owner.accepted(this);
        setup.session().duty().online(this);
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

    @Override
    public void suspended(String why) {
        owner.suspended(this, why);
    }

    @Override
    public void resumed() {
        comeback.cancel();
        owner.resumed(this);
    }

    /** A ping that was not answered is silence, as are attempts that hear nothing: all else came from somebody. */
    @Override
    public void lost(Throwable cause) {
        boolean missed = cause instanceof PenstockException known && known.code().equals("yamux.ping");
        String message = "the connection to " + gateway + " is lost: " + PenstockException.describe(cause);
        end(missed || comeback.isSilent() ? Ending.silent(message) : Ending.lost(message));
    }

    /** Tells the gateway to open nothing more here. */
    void leave() {
        left = true;
        send(new Message.Leaving());
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
        comeback.cancel();
        yamux.ifPresent(YamuxSession::close);
        if (streams.isPresent()) {
            setup.session().duty().ended(this);
        }
        owner.ended(this, ending);
    }

    /** Whether it is over. */
    boolean isEnded() {
        return ended;
    }

    /** Streams open now, the control stream not counted. */
    int openStreams() {
        return yamux.map(session -> Math.max(0, session.openStreams() - 1)).orElse(0);
    }

    /** The multiplexer; only while the session is online. */
    public YamuxSession yamux() {
        return yamux.orElseThrow();
    }

    /** Whether another connection takes its place. Any thread. */
    public boolean isLeft() {
        return left;
    }

    /** Which of its end's connections it is, from 0. Any thread. */
    public int connection() {
        return setup.number();
    }

    /** What all of it runs on. Any thread. */
    public EventLoop loop() {
        return loop;
    }

    /** Whom it is with. Any thread. */
    public TargetAddress gateway() {
        return gateway;
    }

    /** Figures of the moment. Any thread. */
    public Optional<SessionFigures> figures() {
        return yamux.map(YamuxSession::figures);
    }
}
