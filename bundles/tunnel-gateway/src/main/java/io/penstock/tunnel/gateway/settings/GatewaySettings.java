package io.penstock.tunnel.gateway.settings;

import io.penstock.core.error.PenstockException;
import io.penstock.core.net.ListenAddress;
import io.penstock.core.options.Option;
import io.penstock.tunnel.wire.api.TlsProvider;
import io.penstock.tunnel.wire.api.Transport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The table {@code [tunnel-gateway]}. Immutable. */
public record GatewaySettings(
        @Option(doc = "Where agents and visitors connect, as ADDRESS:PORT. Without: the gateway does not run.",
                example = "[::]:8443") Optional<String> address,
        @Option(doc = "Its certificate, followed by those between it and its authority (PEM). Without: one of its own is made "
                + "once, and agents pin it.") Optional<Path> certificate,
        @Option(doc = "The certificate's private key (PEM, PKCS #8, not encrypted).") Optional<Path> key,
        @Option(doc = "What the gateway calls itself to agents.", value = "penstock") String name,
        @Option(doc = "The agents that may connect, by a name of your choice.") Map<String, AgentSettings> agents,
        @Option(doc = "The people and machines that may open streams with penstock tunnel open, by a name of your choice.")
        Map<String, UserSettings> users,
        @Option(doc = "Local ports, each leading to a target behind agents, by a name of your choice.")
        Map<String, ListenerSettings> listeners,
        @Option(doc = "Whether streams may live through a lost connection, for 30 s, when the agent asks for it.",
                value = "true") boolean resume,
        @Option(doc = "How long streams have to end by themselves when the gateway stops.", value = "3s",
                max = GatewaySettings.MOST_STOP_NANOS)
        Duration stopGrace,
        @Option(doc = "How much to take on.") LimitSettings limits,
        @Option(doc = "The record of every stream.") AuditSettings audit,
        @Option(doc = "What encrypts: boringssl where it is there, else the JDK.", value = "auto") TlsProvider tlsProvider,
        @Option(doc = "How sockets are served: epoll where it is there, else NIO.", value = "auto") Transport transport) {

    /**
     * A process is ended by force 9 s after it was asked to stop. By then what is open must be on record, and an agent in the
     * same process has had its own seconds.
     */
    static final long MOST_STOP_NANOS = 4_000_000_000L;

    /** A name that is also a part of a dotted key. */
    static final String NAME = "[A-Za-z0-9][A-Za-z0-9_-]{0,63}";

    public GatewaySettings {
        address.ifPresent(GatewaySettings::listenAddress);
        if (certificate.isPresent() != key.isPresent()) {
            throw PenstockException.invalid("tunnel-gateway.certificate", "certificate and key must be given together");
        }
        checkNames(agents, users, listeners);
        checkIds(agents, users);
    }

    /** Where it listens; empty where it does not run. */
    public Optional<ListenAddress> listenAddress() {
        return address.map(GatewaySettings::listenAddress);
    }

    /** An address of this table; anything else is INVALID ({@code tunnel-gateway.address}). */
    static ListenAddress listenAddress(String text) {
        return ListenAddress.parse(text, "tunnel-gateway.address", "\"[::]:8443\" or \"127.0.0.1:5433\"");
    }

    /**
     * The listeners and users, as {@code listener NAME}, that name an agent nobody knows, with what to say of it. It is no
     * mistake of the table: the agent may be added next, or by other means than the file.
     */
    public Map<String, String> unknownAgents() {
        return unknownAgents(agent -> false);
    }

    /** As the other, with agents that others know. */
    public Map<String, String> unknownAgents(Predicate<String> others) {
        Map<String, String> unknown = new TreeMap<>();
        listeners.forEach((name, settings) -> unknown(settings.agents(), others)
                .ifPresent(why -> unknown.put("listener " + name, why)));
        users.forEach((name, settings) -> unknown(settings.agents(), others).ifPresent(why -> unknown.put("user " + name, why)));
        return unknown;
    }

    private Optional<String> unknown(List<String> named, Predicate<String> others) {
        return named.stream().filter(agent -> !agents.containsKey(agent) && !agent.equals(UserSettings.ANY))
                .filter(agent -> !others.test(agent)).findFirst()
                .map(agent -> "there is no agent \"" + agent + "\"; known are " + String.join(", ", agents.keySet()));
    }

    private static void checkNames(Map<String, ?> agents, Map<String, ?> users, Map<String, ?> listeners) {
        Stream.of(agents, users, listeners).flatMap(map -> map.keySet().stream()).filter(name -> !name.matches(NAME))
                .findFirst().ifPresent(name -> {
                    throw PenstockException.invalid("tunnel-gateway.name", "\"" + name + "\" cannot be a name here; expected "
                            + "1 to 64 letters, digits, - and _");
                });
    }

    private static void checkIds(Map<String, AgentSettings> agents, Map<String, UserSettings> users) {
        Map<String, String> owners = new HashMap<>();
        agents.forEach((name, agent) -> claim(owners, agent.id(), "agents." + name));
        users.forEach((name, user) -> claim(owners, user.id(), "users." + name));
    }

    private static void claim(Map<String, String> owners, String id, String owner) {
        String other = owners.putIfAbsent(id, owner);
        if (other != null) {
            throw PenstockException.invalid("tunnel-gateway.id", owner + " and " + other + " have the same id \"" + id + "\"");
        }
    }
}
