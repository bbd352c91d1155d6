package io.penstock.tunnel.wire.api;

import io.netty.util.concurrent.Future;
import io.penstock.core.error.PenstockException;
import io.penstock.tunnel.wire.api.HandshakeStep.Proven;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What a gateway hears at the beginning of a resumable connection: DATA begins a new session, CONTROL resumes one. One
 * channel's loop only.
 */
final class ResumePreface implements ResumableLink.Preface {
    private final ResumableSessions sessions;
    private final ResumableSessions.Gateway gateway;
    private Optional<GatewayHandshake> handshake = Optional.empty();
    private Optional<Proven> proven = Optional.empty();
    private Optional<Future<?>> deadline = Optional.empty();
    private int received;

    ResumePreface(ResumableSessions sessions, ResumableSessions.Gateway gateway) {
        this.sessions = sessions;
        this.gateway = gateway;
    }

    @Override
    public void begin(ResumableLink link) {
        deadline = Optional.of(link.channel().eventLoop().schedule(() -> link.fail("nobody said who is there"),
                TunnelProtocol.STRANGER_DEADLINE.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Override
    public Optional<ResumableCarrier> firstData(ResumableLink link) {
        if (handshake.isPresent()) {
            return Optional.empty();
        }
        known();
        return Optional.of(new ResumableCarrier(link.channel().eventLoop(), link, gateway.make(), gateway.events()));
    }

    @Override
    public void lost(ResumableLink link, String why) {
        known();
    }

    private void known() {
        deadline.ifPresent(timer -> timer.cancel(false));
    }

    @Override
    public void control(ResumableLink link, byte[] body) {
        received += body.length;
        if (received > TunnelProtocol.MAX_STRANGER_BYTES) {
            link.fail("too many bytes of somebody unknown");
            return;
        }
        try {
            Optional<Envelope> envelope = Envelope.read(body);
            if (envelope.isPresent()) {
                answer(link, envelope.get());
            }
        } catch (PenstockException e) {
            refuse(link, GatewayHandshake.malformed(e.getMessage()));
        }
    }

    private void answer(ResumableLink link, Envelope envelope) {
        if (proven.isPresent()) {
            if (envelope.message() instanceof Message.Resume resume) {
                resume(link, resume);
            } else {
                refuse(link, GatewayHandshake.malformed("only resume may come here"));
            }
            return;
        }
        if (handshake.isEmpty()) {
            handshake = Optional.of(gateway.handshakes().get());
        }
        HandshakeStep step = handshake.get().received(envelope);
        if (step instanceof HandshakeStep.Send send) {
            link.control(send.envelope());
        } else if (step instanceof Proven who) {
            proven = Optional.of(who);
        } else if (step instanceof HandshakeStep.Refuse refuse) {
            refuse(link, refuse.refused());
        }
    }

    private void resume(ResumableLink link, Message.Resume resume) {
        known();
        byte[] transcript = handshake.orElseThrow().transcript();
        // First of all: whoever is asked for has proved a key, be its session known or not.
        boolean welcome = gateway.mayResume().test(proven.orElseThrow());
        Optional<ResumableSessions.Entry> entry = sessions.find(resume.session())
                .filter(found -> welcome && fits(found, resume, transcript));
        if (entry.isEmpty()) {
            refuseUnknown(link);
            return;
        }
        ResumableCarrier carrier = entry.get().carrier();
        StreamSplice.hop(carrier.loop(), () -> attach(link, resume, entry.get(), transcript), () -> refuseUnknown(link));
    }

    private boolean fits(ResumableSessions.Entry entry, Message.Resume resume, byte[] transcript) {
        Proven who = proven.orElseThrow();
        return resume.mac().equals(ResumeProof.ofDialler(entry.token(), transcript, resume.received()))
                && who.hello().kind() == entry.kind() && who.hello().id().equals(entry.id());
    }

    /** On the session's loop. What the gateway has is told before anything it sends, and who listens before the answer comes. */
    private static void attach(ResumableLink link, Message.Resume resume, ResumableSessions.Entry entry, byte[] transcript) {
        ResumableCarrier carrier = entry.carrier();
        if (carrier.isOver()) {
            refuseUnknown(link);
            return;
        }
        long received = carrier.received();
        link.carry(carrier);
        link.control(new Message.Resumed(received, ResumeProof.ofGateway(entry.token(), transcript, received)));
        try {
            carrier.attach(link, resume.received());
        } catch (PenstockException e) {
            link.fail(e.getMessage());
        }
    }

    private static void refuseUnknown(ResumableLink link) {
        refuse(link, new Message.Refused(RefusalCode.NO_SESSION, "no such session", 0));
    }

    private static void refuse(ResumableLink link, Message.Refused refused) {
        link.control(refused);
        link.fail(refused.code().name());
    }
}
