package io.penstock.tunnel.gateway;

import io.penstock.core.concurrent.Workers;
import io.penstock.core.error.PenstockException;
import io.penstock.core.identity.AgentDirectory;
import io.penstock.core.time.Clock;
import io.penstock.tunnel.gateway.audit.AuditLog;
import io.penstock.tunnel.gateway.audit.EndReason;
import io.penstock.tunnel.gateway.door.Strangers;
import io.penstock.tunnel.gateway.door.Visits;
import io.penstock.tunnel.gateway.settings.GatewaySettings;
import io.penstock.tunnel.wire.api.Loops;
import io.penstock.tunnel.wire.api.ResumableSessions;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One running gateway. Settings may change while it runs, but for the transport. Started, changed and closed by one thread at
 * a time.
 */
public final class TunnelGateway implements AutoCloseable {
    private static final int MAX_LOOPS = 8;
    private static final Duration TIMER_DEADLINE = Duration.ofMillis(500);

    private final Path data;
    private final Gateway gateway;
    private final ScheduledExecutorService timer;
    private final LocalPorts ports;
    private final GatewayView view;
    private Optional<AgentsPort> agentsPort = Optional.empty();
    private boolean closed;

    private TunnelGateway(GatewaySettings settings, Path data, Clock clock, SecureRandom random, Loops loops,
                          Deadlines deadlines) {
        this.data = data;
        AuditLog audit = new AuditLog(data.resolve("audit"), settings.audit().maxFileSize().bytes(),
                settings.audit().maxFiles(), clock);
        GatewayCounters counters = new GatewayCounters();
        this.gateway = new Gateway(clock, random, loops, audit, counters,
                new Strangers(settings.limits().unauthenticated(), settings.limits().unauthenticatedPerAddress()),
                new Visits(clock), new Agents(clock), new Users(clock), new Passages(clock, audit, counters),
                new LiveSettings(settings), deadlines, new ResumableSessions(random));
        this.timer = Workers.timer("tunnel-gateway");
        this.ports = new LocalPorts(gateway, timer);
        this.view = new GatewayView(this, gateway);
    }

    /**
     * Starts one. Does not wait for ports.
     *
     * @param settings with an address
     * @param data the product's folder for data
     */
    public static TunnelGateway start(GatewaySettings settings, Path data, Clock clock, SecureRandom random) {
        return start(settings, data, clock, random, Deadlines.USUAL);
    }

    static TunnelGateway start(GatewaySettings settings, Path data, Clock clock, SecureRandom random, Deadlines deadlines) {
        int loops = Math.max(2, Math.min(MAX_LOOPS, Runtime.getRuntime().availableProcessors()));
        TunnelGateway started = new TunnelGateway(settings, data, clock, random,
                Loops.open(settings.transport(), loops, "tunnel-gateway"), deadlines);
        try {
            started.open(settings);
            return started;
        } catch (RuntimeException e) {
            started.close(Duration.ZERO);
            throw e;
        }
    }

    private void open(GatewaySettings settings) {
        gateway.audit().start();
        gateway.agents().become(settings.agents());
        gateway.users().become(settings.users());
        open(newAgentsPort(settings), settings);
        ports.become(settings.listeners());
    }

    /** Not open yet: whatever is wrong with the settings shows before anything else has changed. */
    private AgentsPort newAgentsPort(GatewaySettings settings) {
        return new AgentsPort(gateway, settings, Certificates.of(settings, data, gateway.clock(), gateway.random()), timer);
    }

    private void open(AgentsPort port, GatewaySettings settings) {
        agentsPort.ifPresent(AgentsPort::close);
        agentsPort = Optional.of(port);
        port.open(settings.listenAddress().orElseThrow());
    }

    /**
     * Takes other settings; what they do not change goes on undisturbed. May be tried again with the same.
     *
     * @throws PenstockException the agents' port cannot be as they say: it stays as it was, and all else applies, so that
     *         nobody keeps what was taken away
     */
    public synchronized void become(GatewaySettings next) {
        boolean samePort = agentsPort.filter(port -> port.isFor(next)).isPresent();
        if (closed || samePort && next.equals(settings())) {
            return;
        }
        Optional<AgentsPort> port = Optional.empty();
        try {
            port = samePort ? port : Optional.of(newAgentsPort(next));
        } finally {
            becomeButForThePort(next);
        }
        port.ifPresent(other -> open(other, next));
    }

    private void becomeButForThePort(GatewaySettings next) {
        gateway.settings().become(next);
        gateway.strangers().limit(next.limits().unauthenticated(), next.limits().unauthenticatedPerAddress());
        gateway.audit().limit(next.audit().maxFileSize().bytes(), next.audit().maxFiles());
        gateway.agents().become(next.agents());
        gateway.users().become(next.users());
        endForbidden();
        ports.become(next.listeners());
    }

    /** Streams of users who may no longer have them. */
    private void endForbidden() {
        gateway.passages().revoke(passage -> !passage.origin().user().isEmpty() && !gateway.users()
                .named(passage.origin().user()).filter(user -> user.mayStill(passage)).isPresent(), EndReason.REVOKED);
    }

    /** Asks somebody else about agents that are not in the settings, or nobody any more. */
    public void ask(Optional<AgentDirectory> directory) {
        gateway.agents().adopted().ask(directory);
    }

    /** Something has changed about an agent that was asked for. */
    public void agentChanged(String id) {
        gateway.agents().adopted().changed(id);
    }

    /** What it was started with or became last. */
    public GatewaySettings settings() {
        return gateway.settings().now();
    }

    /** What people and monitors see of it. */
    public GatewayView view() {
        return view;
    }

    Gateway parts() {
        return gateway;
    }

    Collection<LocalPort> listeners() {
        return ports.all();
    }

    Optional<LocalPort> listener(String name) {
        return ports.named(name);
    }

    synchronized Optional<AgentsPort> agentsPort() {
        return agentsPort;
    }

    /** As {@link #close(Duration)}, with the grace of the settings. */
    @Override
    public void close() {
        close(settings().stopGrace());
    }

    /**
     * Frees every port, lets agents and visitors go, waits until their streams have ended, but not for longer than
     * {@code grace}, and ends everything. Idempotent.
     */
    public synchronized void close(Duration grace) {
        if (closed) {
            return;
        }
        closed = true;
        agentsPort.ifPresent(AgentsPort::close);
        ports.close();
        if (!grace.isZero()) {
            guests().forEach(guest -> guest.drain("the gateway stops", grace.toMillis()));
            awaitNone(grace);
        }
        gateway.passages().revoke(passage -> true, EndReason.CLOSING);
        guests().forEach(guest -> guest.end(EndReason.CLOSING));
        awaitNone(TIMER_DEADLINE);
        gateway.loops().close();
        gateway.passages().all().forEach(passage -> passage.end(EndReason.CLOSING, ""));
        Workers.stop(timer, TIMER_DEADLINE);
        gateway.audit().close();
    }

    private Stream<Guest> guests() {
        return Stream.concat(gateway.agents().all().stream().flatMap(agent -> agent.links().stream()),
                gateway.users().all().stream().flatMap(user -> user.links().stream()));
    }

    private void awaitNone(Duration most) {
        CountDownLatch none = new CountDownLatch(1);
        gateway.passages().whenNone(none::countDown);
        if (gateway.passages().count() == 0) {
            return;
        }
        try {
            if (!none.await(most.toMillis(), TimeUnit.MILLISECONDS)) {
                Gateway.LOG.debug("{} streams are still open", gateway.passages().count());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
