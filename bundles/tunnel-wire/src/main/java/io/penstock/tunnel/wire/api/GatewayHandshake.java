package io.penstock.tunnel.wire.api;

import io.penstock.tunnel.wire.api.HandshakeStep.Refuse;
import java.security.SecureRandom;
import java.util.List;

/**
 * The gateway's end of the handshake: messages in, messages out. It does the same work, and gives the same answer, for an id
 * nobody has as for a wrong key. One thread.
 */
public final class GatewayHandshake {
    /**
     * What the gateway says of itself.
     *
     * @param certificate DER of the leaf it shows
     */
    public record Identity(String name, List<String> features, Octets certificate) {
        /** Copies. */
        public Identity {
            features = List.copyOf(features);
        }
    }

    /** What a refused one should wait. */
    public static final long RETRY_AFTER_MS = 60_000;

    private enum State { NOTHING, CHALLENGED, OVER }

    /** Checked where there is no key to check, so that this takes as long. Nobody has its private half. */
    private static final VerifyingKey NOBODY = SigningKey.generate(new SecureRandom()).verifying();

    private final Identity identity;
    private final KeyDirectory keys;
    private final Octets nonce;
    private State state = State.NOTHING;
    private Envelope hello;
    private Envelope challenge;

    /** @param nonce 32 random bytes, new for every connection */
    public GatewayHandshake(Identity identity, KeyDirectory keys, Octets nonce) {
        this.identity = identity;
        this.keys = keys;
        this.nonce = nonce;
    }

    /** Takes what the dialler sent: Send(challenge), then Proven; or Refuse. Never throws. */
    public HandshakeStep received(Envelope envelope) {
        if (state == State.NOTHING && envelope.message() instanceof Message.Hello first) {
            return challenge(first, envelope);
        }
        if (state == State.CHALLENGED && envelope.message() instanceof Message.Proof proof) {
            state = State.OVER;
            return check((Message.Hello) hello.message(), proof);
        }
        state = State.OVER;
        return new Refuse(malformed(envelope.message().getClass().getSimpleName() + " may not come here"));
    }

    private HandshakeStep challenge(Message.Hello first, Envelope envelope) {
        if (first.lowest() > TunnelProtocol.VERSION || first.highest() < TunnelProtocol.VERSION) {
            state = State.OVER;
            return new Refuse(new Message.Refused(RefusalCode.VERSION, "this gateway speaks version "
                    + TunnelProtocol.VERSION + ", and you offer " + first.lowest() + " to " + first.highest(), RETRY_AFTER_MS));
        }
        state = State.CHALLENGED;
        hello = envelope;
        challenge = Envelope.of(new Message.Challenge(TunnelProtocol.VERSION, identity.name(), identity.features(), nonce));
        return new HandshakeStep.Send(challenge);
    }

    private HandshakeStep check(Message.Hello first, Message.Proof proof) {
        VerifyingKey named = named(keys.keys(first.kind(), first.id()), proof.key());
        boolean right = named.verifies(transcript(), proof.signature().shared());
        if (right && named != NOBODY) {
            return new HandshakeStep.Proven(first, named);
        }
        return new Refuse(new Message.Refused(RefusalCode.UNAUTHENTICATED,
                "nobody here has this id and this key, or somebody sits in between", RETRY_AFTER_MS));
    }

    /** Looks at as many keys whoever asks, and at all of them: what takes time says nothing. */
    private static VerifyingKey named(List<VerifyingKey> known, String id) {
        VerifyingKey found = NOBODY;
        for (int i = 0; i < TunnelProtocol.MAX_KEYS; i++) {
            VerifyingKey key = i < known.size() ? known.get(i) : NOBODY;
            found = key.id().equals(id) ? key : found;
        }
        return found;
    }

    /** What has to be signed; known after the challenge. */
    byte[] transcript() {
        return Transcript.of(hello.body(), challenge.body(), identity.certificate());
    }

    /** For what is no message at all. */
    public static Message.Refused malformed(String why) {
        return new Message.Refused(RefusalCode.MALFORMED, why, RETRY_AFTER_MS);
    }
}
