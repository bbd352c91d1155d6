package io.penstock.tunnel.link;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.penstock.tunnel.policy.TargetAddress;
import io.penstock.tunnel.settings.TunnelSettings;
import io.penstock.tunnel.wire.api.DiallerHandshake.Identity;
import io.penstock.tunnel.wire.api.PeerKind;
import io.penstock.tunnel.wire.api.Pin;
import io.penstock.tunnel.wire.api.SigningKey;
import io.penstock.tunnel.wire.api.TunnelProtocol;
import io.penstock.tunnel.wire.api.TunnelTls;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Who this end is, and how it knows its gateway. Thread-safe; closed after the last connection. */
final class Credentials implements AutoCloseable {
    private final TunnelSettings settings;
    private final SigningKey key;
    private final SslContext context;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Reads the authorities' file; PenstockException INVALID ({@code tunnel.tls}) when it is none. */
    Credentials(TunnelSettings settings) {
        this.settings = settings;
        this.key = SigningKey.of(settings.privateKey().orElseThrow());
        this.context = TunnelTls.client(new TunnelTls.Trust(settings.gatewayPin().map(Pin::of), settings.ca()),
                settings.tlsProvider(), settings.resume());
    }

    Identity identity(PeerKind kind, int connection, Surroundings around) {
        List<String> features = settings.resume() ? List.of(TunnelProtocol.DRAIN, TunnelProtocol.RESUME)
                : List.of(TunnelProtocol.DRAIN);
        return new Identity(kind, settings.id().orElseThrow(), key, around.instance(), connection, settings.connections(),
                around.software(), features);
    }

    SslHandler handler(Channel channel, TargetAddress gateway) {
        return TunnelTls.clientHandler(context, channel, gateway.host().text(), gateway.port());
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            ReferenceCountUtil.release(context);
        }
    }
}
