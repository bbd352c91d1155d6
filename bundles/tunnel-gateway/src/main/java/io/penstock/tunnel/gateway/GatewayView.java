package io.penstock.tunnel.gateway;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.health.Health;
import io.penstock.core.metrics.MetricSink;
import io.penstock.tunnel.wire.api.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What people and monitors see of a running gateway, and may ask of it. Thread-safe. */
public final class GatewayView {
    /** Rows of streams that are shown at most. */
    private static final int MAX_ROWS = 10_000;

    private final TunnelGateway tunnel;
    private final Gateway gateway;
    private final Instant since;

    GatewayView(TunnelGateway tunnel, Gateway gateway) {
        this.tunnel = tunnel;
        this.gateway = gateway;
        this.since = gateway.clock().now();
    }

    /** A row for each agent of the settings. */
    public List<Map<String, Object>> agents() {
        return gateway.agents().all().stream().map(Rows::of).toList();
    }

    /** A row for each stream, the oldest first. */
    public List<Map<String, Object>> streams() {
        return gateway.passages().all().stream().sorted(Comparator.comparingLong(Passage::id)).limit(MAX_ROWS)
                .map(Rows::of).toList();
    }

    /** The newest records, oldest first. May block on the disk. */
    public List<Map<String, Object>> audit(int most) {
        return gateway.audit().tail(most);
    }

    /**
     * Lets an agent try a target; waits for the answer.
     *
     * @throws PenstockException NOT_FOUND {@code tunnel-gateway.agent}, RETRY {@code tunnel-gateway.test}
     */
    public Map<String, Object> test(String agent, String target) throws InterruptedException {
        AgentLink link = named(agent).openLinks().stream().findFirst().orElseThrow(() -> new PenstockException(
                ErrorKind.RETRY, "tunnel-gateway.test", "the agent \"" + agent + "\" is not connected"));
        try {
            Message.TestResult result = link.test(target).get(TargetTrials.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("agent", agent);
            row.put("target", target);
            row.put("code", result.code().name());
            row.put("ms", result.ms());
            row.put("message", result.message());
            return row;
        } catch (TimeoutException e) {
            throw new PenstockException(ErrorKind.RETRY, "tunnel-gateway.test", "the connection of the agent \"" + agent
                    + "\" ended before it answered", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof PenstockException failure ? failure : new IllegalStateException(e.getCause());
        }
    }

    /**
     * Asks agents to connect anew and to leave the connections they have now.
     *
     * @param agent all of them when empty
     * @return how many connections were asked
     */
    public int drain(Optional<String> agent, Duration deadline) {
        List<AgentLink> links = agent.map(name -> List.of(named(name))).orElseGet(() -> List.copyOf(gateway.agents().all()))
                .stream().flatMap(one -> one.openLinks().stream()).toList();
        links.forEach(link -> link.drain("asked for by an operator", deadline.toMillis()));
        return links.size();
    }

    private Agent named(String agent) {
        return gateway.agents().named(agent).orElseThrow(() -> new PenstockException(ErrorKind.NOT_FOUND,
                "tunnel-gateway.agent", "there is no agent \"" + agent + "\"; known are "
                + String.join(", ", gateway.agents().all().stream().map(Agent::name).toList())));
    }

    /** Each part's health; {@code ""} is the gateway itself. */
    public Map<String, Health> health() {
        Map<String, Health> parts = new LinkedHashMap<>();
        parts.put("", tunnel.agentsPort().map(port -> of(port.port())).orElse(new Health(Health.State.UP, "", since)));
        gateway.agents().all().forEach(agent -> {
            AgentStatus status = agent.status();
            parts.put("agent " + agent.name(), new Health(status.state().health(), status.reason(), status.since()));
        });
        tunnel.listeners().forEach(listener -> parts.put("listener " + listener.name(), of(listener.port())));
        tunnel.settings().unknownAgents(gateway.agents().adopted()::knows).forEach((part, why) -> parts.merge(part, new Health(Health.State.DEGRADED, why, since),
                (port, unknown) -> port.state() == Health.State.UP ? unknown : port));
        parts.put("audit", gateway.audit().failure().map(why -> new Health(Health.State.DEGRADED, why, since))
                .orElse(new Health(Health.State.UP, "", since)));
        return parts;
    }

    private static Health of(OpenPort port) {
        return new Health(port.problem().isPresent() ? Health.State.DEGRADED : Health.State.UP, port.problem().orElse(""),
                port.since());
    }

    /** Hands every number to the sink. */
    public void collect(MetricSink sink) {
        GatewayMetrics.collect(gateway, sink);
    }

    /** Where it can be reached. */
    public Map<String, String> places() {
        Map<String, String> places = new LinkedHashMap<>();
        tunnel.agentsPort().flatMap(port -> address(port.port()))
                .ifPresent(where -> places.put("tunnel gateway", "tls://" + where));
        tunnel.listeners().forEach(listener -> address(listener.port())
                .ifPresent(where -> places.put("tunnel to " + listener.name(), "tcp://" + where)));
        return places;
    }

    /** The address of a listener once it is open. */
    static Optional<String> address(OpenPort port) {
        return Optional.ofNullable(port.bound().getNow(null)).filter(bound -> port.problem().isEmpty())
                .map(Texts::of);
    }
}
