package io.penstock.tunnel.agent;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.health.Health;
import io.penstock.core.metrics.MetricSink;
import io.penstock.core.time.Clock;
import io.penstock.tunnel.dial.SystemResolver;
import io.penstock.tunnel.link.Surroundings;
import io.penstock.tunnel.settings.TunnelSettings;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An agent, as long as the settings name a gateway. Nothing of the network's machinery is loaded before. Its changes come
 * from one thread at a time; everything else is thread-safe.
 */
public final class TunnelService implements AutoCloseable {
    private static final long CHECK_MARGIN_MS = 5_000;
    private static final Logger LOG = LoggerFactory.getLogger("io.penstock.tunnel");

    private final String software;
    private volatile Optional<Running> running = Optional.empty();
    private volatile Optional<Health> problem = Optional.empty();

    /** @param software for people at the gateway: name and version */
    public TunnelService(String software) {
        this.software = software;
    }

    private record Running(Agent agent, SystemResolver resolver) {
    }

    /** Goes on with these settings. When they cannot be used nothing has changed, and its health says why until others come. */
    public void apply(TunnelSettings settings) {
        if (settings.isUsed() && !settings.isIdentified()) {
            waitForIdentity();
            return;
        }
        try {
            use(settings);
            problem = Optional.empty();
        } catch (PenstockException e) {
            boolean former = running.isPresent();
            String reason = former ? "the former settings are in use, as the new ones cannot be: " + e.getMessage() : e.getMessage();
            LOG.error("the tunnel's settings cannot be used: {}", e.getMessage());
            problem = Optional.of(new Health(former ? Health.State.DEGRADED : Health.State.DOWN, reason, Clock.system().now()));
        }
    }

    /** There are gateways, but nobody has said yet who this is: what runs as somebody ends. */
    private void waitForIdentity() {
        end(TunnelSettings::grace);
        problem = Optional.of(new Health(Health.State.WAITING, "a gateway wants to know who this is: the agent is not enrolled"
                + " with a server, and [tunnel] has no id and private-key", Clock.system().now()));
    }

    private void use(TunnelSettings settings) {
        if (!settings.isUsed()) {
            end(TunnelSettings::grace);
        } else if (running.isPresent()) {
            running.get().agent().apply(settings);
        } else {
            start(settings);
        }
    }

    private void start(TunnelSettings settings) {
        SystemResolver resolver = new SystemResolver(Clock.system());
        try {
            Agent agent = new Agent(settings, Surroundings.real(resolver, new SecureRandom(), software));
            running = Optional.of(new Running(agent, resolver));
            agent.start();
        } catch (RuntimeException e) {
            resolver.close();
            throw e;
        }
    }

    /** Every part's health; empty while there is no gateway. */
    public Map<String, Health> health() {
        Map<String, Health> parts = new LinkedHashMap<>();
        running.ifPresent(now -> parts.putAll(AgentHealth.of(now.agent())));
        problem.ifPresent(unusable -> parts.merge("", unusable, TunnelService::worse));
        return parts;
    }

    private static Health worse(Health one, Health other) {
        return one.state() == Health.State.DOWN ? one : other;
    }

    /** Hands over all numbers. */
    public void collect(MetricSink sink) {
        running.ifPresent(now -> AgentMetrics.collect(now.agent(), sink));
    }

    /** The rows of {@code tunnel.status}. */
    public List<Map<String, Object>> status() {
        return running.map(now -> AgentRows.status(now.agent()))
                .orElseGet(() -> problem.map(unusable -> List.of(AgentRows.unusable(unusable))).orElse(List.of()));
    }

    /** Tries a target, and waits for what comes of it: the row of {@code tunnel.check}. */
    public Map<String, Object> check(String target) throws InterruptedException {
        Agent agent = running.orElseThrow(() -> new PenstockException(ErrorKind.NOT_FOUND, "tunnel.off",
                "there is no tunnel: " + problem.map(Health::reason).orElse("[tunnel] names no gateway"))).agent();
        long most = agent.settings().connectTimeout().toMillis() + CHECK_MARGIN_MS;
        try {
            return AgentRows.check(target, agent.check(target).get(most, TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
            throw PenstockException.retry("tunnel.check", "the agent is about to stop or to change; try again", e);
        }
    }

    /** Leaves the gateways; streams get the settings' grace for a stop. */
    @Override
    public void close() {
        end(TunnelSettings::stopGrace);
    }

    private void end(Function<TunnelSettings, Duration> grace) {
        Optional<Running> last = running;
        running = Optional.empty();
        last.ifPresent(now -> {
            now.agent().close(grace.apply(now.agent().settings()));
            now.resolver().close();
        });
    }
}
