package io.penstock.tunnel.wire.api;

import io.penstock.core.error.PenstockException;
import java.util.List;
import java.util.Optional;

/** The dialler's end of the handshake: messages in, messages out. One thread. */
public final class DiallerHandshake {
    /** Who dials; the same for all connections of a process but for {@code connection}. */
    public record Identity(PeerKind kind, String id, SigningKey key, String instance, int connection, int connections,
            String software, List<String> features) {
        /** Copies. */
        public Identity {
            features = List.copyOf(features);
        }
    }

    private enum State { HELLO_SENT, PROOF_SENT, OVER }

    private final Identity identity;
    private final Octets certificate;
    private final Envelope hello;
    private State state = State.HELLO_SENT;
    private Optional<Message.Challenge> challenge = Optional.empty();
    private byte[] transcript = new byte[0];

    /**
     * Begins.
     *
     * @param gatewayCertificate DER of the leaf this end was shown, {@link TunnelTls#peerCertificate}
     * @param nonce 32 random bytes, new for every connection
     */
    public DiallerHandshake(Identity identity, Octets gatewayCertificate, Octets nonce) {
        this.identity = identity;
        this.certificate = gatewayCertificate;
        this.hello = Envelope.of(new Message.Hello(TunnelProtocol.VERSION, TunnelProtocol.VERSION, identity.kind(),
                identity.id(), identity.instance(), identity.connection(), identity.connections(), identity.software(),
                identity.features(), nonce));
    }

    /** What to send first. */
    public Envelope hello() {
        return hello;
    }

    /**
     * Takes what the gateway sent: Send(proof), then Done; or Refuse.
     *
     * @throws PenstockException INVALID {@code tunnel.handshake}: nothing a gateway may send now; close
     */
    public HandshakeStep received(Envelope envelope) {
        if (state != State.OVER && envelope.message() instanceof Message.Refused refused) {
            state = State.OVER;
            return new HandshakeStep.Refuse(refused);
        }
        if (state == State.HELLO_SENT && envelope.message() instanceof Message.Challenge first) {
            return prove(first, envelope.body());
        }
        if (state == State.PROOF_SENT && envelope.message() instanceof Message.Accepted accepted) {
            state = State.OVER;
            return new HandshakeStep.Done(challenge.orElseThrow(), accepted);
        }
        throw PenstockException.invalid("tunnel.handshake", "the gateway sent "
                + envelope.message().getClass().getSimpleName() + ", which nothing had asked for");
    }

    private HandshakeStep prove(Message.Challenge first, Octets body) {
        if (first.version() != TunnelProtocol.VERSION) {
            throw PenstockException.invalid("tunnel.handshake", "the gateway chose version " + first.version()
                    + ", and this end speaks " + TunnelProtocol.VERSION);
        }
        challenge = Optional.of(first);
        state = State.PROOF_SENT;
        transcript = Transcript.of(hello.body(), body, certificate);
        byte[] signature = identity.key().sign(transcript);
        return new HandshakeStep.Send(Envelope.of(
                new Message.Proof(identity.key().verifying().id(), Octets.wrap(signature))));
    }

    /** What was signed; known after the challenge. */
    byte[] transcript() {
        return transcript;
    }
}
