package io.penstock.tunnel.gateway;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import io.penstock.core.net.ListenAddress;
import io.penstock.tunnel.gateway.settings.GatewaySettings;
import io.penstock.tunnel.wire.api.GatewayCertificate;
import io.penstock.tunnel.wire.api.GatewayHandshake;
import io.penstock.tunnel.wire.api.Octets;
import io.penstock.tunnel.wire.api.PeerKind;
import io.penstock.tunnel.wire.api.SocketUse;
import io.penstock.tunnel.wire.api.TunnelProtocol;
import io.penstock.tunnel.wire.api.TunnelTls;
import io.penstock.tunnel.wire.api.VerifyingKey;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;

/** Where agents and visitors come in. Thread-safe. */
final class AgentsPort implements AutoCloseable {
    private static final AttributeKey<Boolean> WELCOME = AttributeKey.valueOf(AgentsPort.class, "welcome");

    private final Gateway gateway;
    private final GatewaySettings settings;
    private final SslContext tls;
    private final GatewayHandshake.Identity identity;
    private final OpenPort port;
    private final AtomicBoolean closed = new AtomicBoolean();

    AgentsPort(Gateway gateway, GatewaySettings settings, GatewayCertificate certificate, ScheduledExecutorService timer) {
        this.gateway = gateway;
        this.settings = settings;
        this.tls = TunnelTls.server(certificate, settings.tlsProvider(), settings.resume());
        this.identity = new GatewayHandshake.Identity(settings.name(), features(settings), certificate.leaf());
        this.port = new OpenPort("gateway", timer, gateway.clock(), where -> gateway.loops().listen(where, SocketUse.TUNNEL,
                this::choose, this::furnish));
    }

    /** Whether one made for these settings would be as this one is. */
    boolean isFor(GatewaySettings other) {
        return settings.address().equals(other.address()) && settings.certificate().equals(other.certificate())
                && settings.key().equals(other.key()) && settings.tlsProvider() == other.tlsProvider()
                && settings.resume() == other.resume() && settings.name().equals(other.name());
    }

    OpenPort port() {
        return port;
    }

    void open(ListenAddress address) {
        gateway.strangers().whenRoom(port::resume);
        port.open(address);
    }

    private static List<String> features(GatewaySettings settings) {
        return settings.resume() ? List.of(TunnelProtocol.DRAIN, TunnelProtocol.RESUME) : List.of(TunnelProtocol.DRAIN);
    }

    /** @param proofCame told when somebody's proof is looked at, be it right or wrong */
    private GatewayHandshake handshake(Runnable proofCame) {
        byte[] nonce = new byte[TunnelProtocol.NONCE_BYTES];
        gateway.random().nextBytes(nonce);
        return new GatewayHandshake(identity, (kind, id) -> {
            proofCame.run();
            return keys(kind, id);
        }, Octets.of(nonce));
    }

    private List<VerifyingKey> keys(PeerKind kind, String id) {
        Optional<List<VerifyingKey>> known = kind == PeerKind.AGENT ? gateway.agents().withId(id).map(Agent::keys)
                : gateway.users().withId(id).map(User::keys);
        return known.orElse(List.of());
    }

    /** On the loop of the socket that listens. */
    private EventLoop choose(Channel stranger) {
        gateway.counters().arrived.increment();
        boolean welcome = gateway.visits().came(Arrival.address(stranger))
                && gateway.strangers().came(Arrival.address(stranger));
        stranger.attr(WELCOME).set(welcome);
        if (!gateway.strangers().hasRoom()) {
            port.pauseUnless(gateway.strangers()::hasRoom);
        }
        return gateway.loops().next();
    }

    private void furnish(Channel stranger) {
        if (!stranger.attr(WELCOME).get()) {
            gateway.counters().turnedAway.increment();
            ClientSocket.abort(stranger);
            return;
        }
        Arrival arrival = new Arrival(gateway, stranger, this::handshake);
        stranger.pipeline().addLast(arrival.meter(), TunnelTls.serverHandler(tls, stranger), arrival);
    }

    /** Frees the port; connections go on. Idempotent. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            port.close();
            ReferenceCountUtil.release(tls);
        }
    }
}
