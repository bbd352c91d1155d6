package io.penstock.tunnel.wire.api;

import java.util.List;

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

    /**
     * Begins.
     *
     * @param gatewayCertificate DER of the leaf this end was shown, {@link TunnelTls#peerCertificate}
     * @param nonce 32 random bytes, new for every connection
     */
    public DiallerHandshake(Identity identity, Octets gatewayCertificate, Octets nonce) {
        throw new UnsupportedOperationException();
    }

    /** What to send first. */
    public Envelope hello() {
        throw new UnsupportedOperationException();
    }

    /**
     * Takes what the gateway sent: Send(proof), then Done; or Refuse.
     *
     * @throws io.penstock.core.error.PenstockException INVALID {@code tunnel.handshake}: nothing a gateway may send now; close
     */
    public HandshakeStep received(Envelope envelope) {
        throw new UnsupportedOperationException();
    }
}
