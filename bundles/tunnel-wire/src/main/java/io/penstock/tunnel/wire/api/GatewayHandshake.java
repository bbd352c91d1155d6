package io.penstock.tunnel.wire.api;

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

    /** @param nonce 32 random bytes, new for every connection */
    public GatewayHandshake(Identity identity, KeyDirectory keys, Octets nonce) {
        throw new UnsupportedOperationException();
    }

    /** Takes what the dialler sent: Send(challenge), then Proven; or Refuse. Never throws. */
    public HandshakeStep received(Envelope envelope) {
        throw new UnsupportedOperationException();
    }

    /** For what is no message at all. */
    public static Message.Refused malformed(String why) {
        return new Message.Refused(RefusalCode.MALFORMED, why, 60_000);
    }
}
