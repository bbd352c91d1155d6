package io.penstock.tunnel.link;

import io.netty.handler.ssl.SslHandler;
import io.penstock.tunnel.wire.api.DiallerHandshake;
import io.penstock.tunnel.wire.api.DiallerHandshake.Identity;
import io.penstock.tunnel.wire.api.Octets;
import io.penstock.tunnel.wire.api.TunnelProtocol;
import io.penstock.tunnel.wire.api.TunnelTls;

/** What a session needs to know of its connection's place among the others. Immutable. */
record SessionSetup(Surroundings around, Credentials credentials, Identity identity, Duty duty) {
    /** A new proof of who this is, for a connection whose TLS stands. */
    DiallerHandshake handshake(SslHandler tls) {
        byte[] nonce = new byte[TunnelProtocol.NONCE_BYTES];
        around.random().nextBytes(nonce);
        return new DiallerHandshake(identity, TunnelTls.peerCertificate(tls), Octets.of(nonce));
    }
}
