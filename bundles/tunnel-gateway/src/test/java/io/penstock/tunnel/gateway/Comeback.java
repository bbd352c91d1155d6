package io.penstock.tunnel.gateway;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.penstock.tunnel.wire.api.DiallerHandshake;
import io.penstock.tunnel.wire.api.Octets;
import io.penstock.tunnel.wire.api.ResumableDialler;
import io.penstock.tunnel.wire.api.SigningKey;
import io.penstock.tunnel.wire.api.TunnelProtocol;
import io.penstock.tunnel.wire.api.TunnelTls;
import java.util.Optional;

/** How a {@link Dialler} comes back after a lost connection: as itself, as somebody else, or not at all. Thread-safe. */
final class Comeback implements ResumableDialler.Redial {
    private final WayToGateway way;
    private final DiallerHandshake.Identity identity;
    private volatile SigningKey key;
    private volatile boolean forgets;
    private volatile Optional<Channel> latest = Optional.empty();

    Comeback(WayToGateway way, DiallerHandshake.Identity identity) {
        this.way = way;
        this.identity = identity;
        this.key = identity.key();
    }

    /** Does not come back. */
    void forgets() {
        forgets = true;
    }

    /** Proves another key. */
    void as(SigningKey other) {
        key = other;
    }

    /** The connection it came back with. */
    Optional<Channel> latest() {
        return latest;
    }

    @Override
    public Future<Channel> dial() {
        Promise<Channel> dialled = way.loop().newPromise();
        if (forgets) {
            return dialled;
        }
        way.dial((fresh, ssl) -> ssl.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                latest = Optional.of(fresh);
                dialled.trySuccess(fresh);
            } else {
                dialled.tryFailure(done.cause());
            }
        })).addListener(done -> {
            if (!done.isSuccess()) {
                dialled.tryFailure(done.cause());
            }
        });
        return dialled;
    }

    @Override
    public DiallerHandshake handshake(Channel fresh) {
        Octets leaf = TunnelTls.peerCertificate(fresh.pipeline().get(SslHandler.class));
        DiallerHandshake.Identity who = new DiallerHandshake.Identity(identity.kind(), identity.id(), key, identity.instance(),
                identity.connection(), identity.connections(), identity.software(), identity.features());
        return new DiallerHandshake(who, leaf, Octets.of(new byte[TunnelProtocol.NONCE_BYTES]));
    }
}
