package io.penstock.tunnel.gateway.settings;

import io.penstock.core.error.PenstockException;
import io.penstock.core.net.Hosts;
import io.penstock.core.net.ListenAddress;
import io.penstock.core.options.Option;
import io.penstock.core.value.ByteSize;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A local port that leads to a target: {@code [tunnel-gateway.listeners.<name>]}. Immutable. */
public record ListenerSettings(
        @Option(doc = "Where programs connect, as ADDRESS:PORT; port 0 takes any free one.", example = "127.0.0.1:5433")
        String address,
        @Option(doc = "The agents that have the target, by name. Each connection takes the healthy one with the least to do.")
        List<String> agents,
        @Option(doc = "What to reach there: the name of one of the agents' targets, or HOST:PORT.") String target,
        @Option(doc = "Allows an address beyond this machine. Anybody who reaches the port reaches the target, and the gateway "
                + "adds no encryption here.", value = "false") boolean plaintext,
        @Option(doc = "Most connections at one time; further ones are closed.", value = "1024", min = 1, max = 100_000)
        int maxStreams,
        @Option(doc = "Most bytes a second, both ways and over all connections.", example = "10MiB", min = 1024)
        Optional<ByteSize> bandwidth,
        @Option(doc = "Ends a connection on which nothing has moved for so long. Without: never.", min = 1_000_000)
        Optional<Duration> idleTimeout,
        @Option(doc = "How long a new connection waits for an agent when none is there.", value = "5s", max = 60_000_000_000L)
        Duration agentWait) {

    public ListenerSettings {
        ListenAddress where = GatewaySettings.listenAddress(address);
        if (!plaintext && !Hosts.isLoopback(where.host())) {
            throw PenstockException.invalid("tunnel-gateway.plaintext", "\"" + address + "\" is beyond this machine: listen on "
                    + "127.0.0.1, or write plaintext = true to let anybody who reaches the port reach \"" + target + "\"");
        }
        if (agents.isEmpty()) {
            throw PenstockException.invalid("tunnel-gateway.agents", "a listener needs at least one agent");
        }
    }

    /** Where it listens. */
    public ListenAddress listenAddress() {
        return GatewaySettings.listenAddress(address);
    }

    /** Whether both are served by the same socket. */
    public boolean sameSocket(ListenerSettings other) {
        return address.equals(other.address);
    }
}
