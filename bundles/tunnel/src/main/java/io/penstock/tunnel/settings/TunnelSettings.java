package io.penstock.tunnel.settings;

import io.penstock.core.error.PenstockException;
import io.penstock.core.options.Option;
import io.penstock.core.value.Secret;
import io.penstock.tunnel.policy.AllowList;
import io.penstock.tunnel.policy.TargetAddress;
import io.penstock.tunnel.wire.api.Pin;
import io.penstock.tunnel.wire.api.SigningKey;
import io.penstock.tunnel.wire.api.TlsProvider;
import io.penstock.tunnel.wire.api.Transport;
import io.penstock.tunnel.wire.api.TunnelProtocol;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table {@code [tunnel]}. */
public record TunnelSettings(
        @Option(doc = "The agent's id, as the gateway knows it.", example = "warehouse-1") Optional<String> id,
        @Option(doc = "The private half of the agent's key: base64 of PKCS #8 or of the 32 bytes; it never leaves the machine.",
                ownerOnly = true) Optional<Secret> privateKey,
        @Option(doc = "The gateway as HOST:PORT; of several each connection takes the next one that answers. Without one there is "
                + "no tunnel.",
                example = "gateway.example.org:8443") List<String> gateway,
        @Option(doc = "The only key the gateway may have: sha256: and base64 of its certificate's key hash; enough without a ca.",
                example = "sha256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=") Optional<String> gatewayPin,
        @Option(doc = "Authorities the gateway's certificate may be of, instead of the system's (PEM).") Optional<Path> ca,
        @Option(doc = "Connections kept at the same time.", value = "1", min = 1, max = TunnelProtocol.MAX_CONNECTIONS)
        int connections,
        @Option(doc = "Whether streams outlive a lost connection, where the gateway can do that as well.", value = "true")
        boolean resume,
        @Option(doc = "Targets that may be dialled: HOST:PORT with a name, *.NAME, an address or a range, and a port or ports. "
                + "Nothing is allowed unless it is here; this machine and its link only by address, or as localhost.",
                example = "*.db.internal:5432-5440") List<String> allow,
        @Option(doc = "Targets by name; each must be allowed as well.") Map<String, TargetOptions> targets,
        @Option(doc = "How often the named targets are tried; 0s never.", value = "30s", min = 0) Duration healthCheck,
        @Option(doc = "The longest a target may take to be found and connected; a gateway waits 15 s for a stream's.",
                value = "10s", min = 1_000_000, max = 600_000_000_000L) Duration connectTimeout,
        @Option(doc = "A proxy on the way to the gateway: http://USER:PASSWORD@HOST:PORT or socks5://….",
                example = "http://proxy.internal:3128") Optional<Secret> proxy,
        @Option(doc = "Who encrypts: boringssl, jdk, or auto for the faster one that is there.", value = "auto")
        TlsProvider tlsProvider,
        @Option(doc = "What moves bytes: epoll, nio, or auto for the faster one that is there.", value = "auto")
        Transport transport,
        @Option(doc = "How long streams may go on when the agent leaves a gateway; at most 3s of it when it stops.", value = "5s", min = 0,
                max = 600_000_000_000L) Duration grace) {

    /** A process is ended by force 9 s after it was asked to stop; a gateway in the same process needs some of them. */
    private static final Duration MOST_STOP = Duration.ofSeconds(3);

    /** Refuses what can never work, so that a table with it leaves the one before in place. */
    public TunnelSettings {
        if (id.isPresent() != privateKey.isPresent()) {
            throw PenstockException.invalid("tunnel.identity", "a gateway wants to know who this is: give id and private-key,"
                    + " or neither, to be the agent its server knows");
        }
        if (id.isPresent() && (id.get().isBlank() || id.get().length() > TunnelProtocol.MAX_NAME)) {
            throw PenstockException.invalid("tunnel.id", "id: expected 1 to " + TunnelProtocol.MAX_NAME + " characters");
        }
        privateKey.ifPresent(SigningKey::of);
        gateway.forEach(TargetAddress::parse);
        gatewayPin.ifPresent(Pin::of);
        proxy.ifPresent(ProxyAddress::parse);
        AllowList.parse(allow);
    }

    /** Whether it says who this is. */
    public boolean isIdentified() {
        return id.isPresent();
    }

    /** As this agent, where they do not say who this is themselves. */
    public TunnelSettings as(String agentId, Secret signingKey) {
        return isIdentified() ? this : new TunnelSettings(Optional.of(agentId), Optional.of(signingKey), gateway, gatewayPin, ca,
                connections, resume, allow, targets, healthCheck, connectTimeout, proxy, tlsProvider, transport, grace);
    }

    /** Whether there is anything to connect to. */
    public boolean isUsed() {
        return !gateway.isEmpty();
    }

    /** How long streams may go on when the agent stops. */
    public Duration stopGrace() {
        return grace.compareTo(MOST_STOP) < 0 ? grace : MOST_STOP;
    }

    /** Where gateways are, in the order of trying. */
    public List<TargetAddress> gateways() {
        return gateway.stream().map(TargetAddress::parse).toList();
    }

    /** Whether the same connections do for both: only what is dialled, and how, may differ. */
    public boolean connectsAs(TunnelSettings other) {
        return id.equals(other.id) && privateKey.equals(other.privateKey) && gateway.equals(other.gateway)
                && gatewayPin.equals(other.gatewayPin) && ca.equals(other.ca) && connections == other.connections
                && resume == other.resume && proxy.equals(other.proxy) && tlsProvider == other.tlsProvider
                && transport == other.transport;
    }
}
