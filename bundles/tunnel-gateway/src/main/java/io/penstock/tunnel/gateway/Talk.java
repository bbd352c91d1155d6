package io.penstock.tunnel.gateway;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.tunnel.wire.api.Envelope;
import io.penstock.tunnel.wire.api.GatewayHandshake;
import io.penstock.tunnel.wire.api.HandshakeStep;
import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.MessageStream;
import io.penstock.tunnel.wire.api.RefusalCode;
import io.penstock.tunnel.wire.api.ResumableCarrier;
import io.penstock.tunnel.wire.api.TunnelProtocol;
import io.penstock.yamux.api.Carrier;
import io.penstock.yamux.api.DeafStream;
import io.penstock.yamux.api.GoAwayCode;
import io.penstock.yamux.api.Role;
import io.penstock.yamux.api.SessionEvents;
import io.penstock.yamux.api.StreamAcceptor;
import io.penstock.yamux.api.StreamEvents;
import io.penstock.yamux.api.YamuxSession;
import io.penstock.yamux.api.YamuxSettings;
import io.penstock.yamux.api.YamuxStream;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A session with its control stream: first the handshake, then everything goes to the {@link Guest} it was found to be. On
 * the session's loop.
 */
final class Talk implements StreamAcceptor, SessionEvents, MessageStream.Listener {
    /** The control stream, and some beyond the limit, so that they can be told that there is one. */
    private static final int SPARE_STREAMS = 65;

    private final Gateway gateway;
    private final Arrival arrival;
    private final GatewayHandshake handshake;
    private Optional<YamuxSession> session = Optional.empty();
    private Optional<ResumableCarrier> resumable = Optional.empty();
    private Optional<MessageStream> control = Optional.empty();
    private Optional<Guest> guest = Optional.empty();
    /** Decided, or about to be. */
    private boolean judged;
    private boolean lost;

    Talk(Gateway gateway, Arrival arrival, GatewayHandshake handshake) {
        this.gateway = gateway;
        this.arrival = arrival;
        this.handshake = handshake;
    }

    /** Makes its session. Until somebody is known to be there it has one stream. */
    YamuxSession over(Carrier carrier) {
        YamuxSettings plain = YamuxSettings.defaults().withMaxStreams(1)
                .withReceiveBudget(gateway.settings().now().limits().receiveBudget().bytes());
        resumable = carrier instanceof ResumableCarrier one ? Optional.of(one) : Optional.empty();
        YamuxSession made = new YamuxSession(Role.SERVER, resumable.isPresent() ? ResumableCarrier.settings(plain) : plain,
                arrival.channel().eventLoop(), gateway.clock(), carrier, this, this);
        session = Optional.of(made);
        return made;
    }

    @Override
    public StreamEvents accept(YamuxStream stream) {
        if (guest.isPresent()) {
            return guest.get().accept(stream);
        }
        if (control.isPresent()) {
            stream.reset();
            return DeafStream.DEAF;
        }
        MessageStream first = MessageStream.accept(stream, TunnelProtocol.MAX_CONTROL_BYTES, this);
        control = Optional.of(first);
        return first;
    }

    @Override
    public void message(MessageStream from, Envelope envelope) {
        if (guest.isPresent()) {
            guest.get().message(envelope.message());
        } else if (!judged) {
            take(handshake.received(envelope));
        }
    }

    private void take(HandshakeStep step) {
        if (step instanceof HandshakeStep.Send send) {
            control().send(send.envelope());
        } else if (step instanceof HandshakeStep.Refuse refuse) {
            refuse(refuse.refused());
        } else if (step instanceof HandshakeStep.Proven proven) {
            judged = true;
            arrival.judged();
            new Judgement(gateway, this, proven).decide();
        }
    }

    /** Lets it in as this guest. */
    void welcome(Guest welcome, Message.Hello hello, String name, int maxStreams) {
        guest = Optional.of(welcome);
        arrival.settled();
        if (lost) {
            welcome.lost(new PenstockException(ErrorKind.RETRY, "tunnel-gateway.lost", "gone before it was let in"));
            return;
        }
        gateway.counters().accepted.increment();
        session().limitStreams(maxStreams + SPARE_STREAMS);
        control().send(new Message.Accepted(name, YamuxSettings.defaults().pingInterval().toMillis(), maxStreams,
                resumable.filter(carrier -> hello.features().contains(TunnelProtocol.RESUME))
                        .map(carrier -> gateway.sessions().offer(carrier, hello.kind(), hello.id()))));
    }

    /** Sends it away, with time to read why. */
    void refuse(Message.Refused refused) {
        judged = true;
        arrival.judged();
        gateway.counters().refused.get(refused.code()).increment();
        if (refused.code() == RefusalCode.UNAUTHENTICATED || refused.code() == RefusalCode.MALFORMED) {
            arrival.failed(refused.code() + ", " + refused.message());
        }
        if (!lost) {
            control.ifPresent(open -> {
                open.send(refused);
                open.finish();
            });
        }
        session().loop().schedule(arrival::close, gateway.deadlines().linger().toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void malformed(MessageStream from, String why) {
        if (guest.isPresent()) {
            Gateway.LOG.warn("{} sent what is no message: {}; its connection ends", arrival.addressText(), why);
            arrival.close();
        } else if (!judged) {
            refuse(GatewayHandshake.malformed(why));
        }
    }

    /** Without its control stream a session is good for nothing. */
    @Override
    public void finished(MessageStream from) {
        arrival.close();
    }

    @Override
    public void reset(MessageStream from, Throwable cause) {
        if (!lost) {
            arrival.close();
        }
    }

    @Override
    public void goingAway(GoAwayCode code) {
        guest.ifPresent(Guest::goingAway);
    }

    @Override
    public void lost(Throwable cause) {
        lost = true;
        guest.ifPresent(gone -> gone.lost(cause));
    }

    /** Ends the session. */
    void end() {
        judged = true;
        session.ifPresent(YamuxSession::close);
    }

    Optional<Guest> guest() {
        return guest;
    }

    YamuxSession session() {
        return session.orElseThrow();
    }

    MessageStream control() {
        return control.orElseThrow();
    }

    /** For people. */
    String address() {
        return arrival.addressText();
    }
}
