package io.penstock.tunnel.agent;

import io.penstock.core.error.PenstockException;
import io.penstock.tunnel.dial.TargetDialler;
import io.penstock.tunnel.link.Duty;
import io.penstock.tunnel.link.GatewaySession;
import io.penstock.tunnel.link.LinkStatus;
import io.penstock.tunnel.link.Links;
import io.penstock.tunnel.link.Surroundings;
import io.penstock.tunnel.settings.TunnelSettings;
import io.penstock.tunnel.wire.api.Envelope;
import io.penstock.tunnel.wire.api.Loops;
import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.OpenCode;
import io.penstock.tunnel.wire.api.PeerKind;
import io.penstock.tunnel.wire.api.TargetHealth;
import io.penstock.yamux.api.StreamAcceptor;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** An agent's connections with one set of settings, and all that runs on their loops. Thread-safe. */
final class Uplink implements Duty, AutoCloseable {
    /** So many tests a gateway may have running. */
    static final int MAX_TESTS = 16;

    private final AgentParts parts;
    private final Loops loops;
    private final TargetDialler dialler;
    private final Links links;
    private final TargetChecks checks;
    private final Set<GatewaySession> online = ConcurrentHashMap.newKeySet();
    private final AtomicInteger tests = new AtomicInteger();

    /** @param changed told on a loop whenever something about the connections or targets is different */
    Uplink(TunnelSettings settings, AgentParts parts, Consumer<Uplink> changed) {
        this.parts = parts;
        this.loops = Links.loops(settings, "tunnel");
        try {
            Surroundings around = parts.around();
            this.dialler = new TargetDialler(loops, around.resolver(), around.timers());
            this.links = new Links(settings, around, loops, this, () -> changed.accept(this));
            this.checks = new TargetChecks(around, loops.next(), parts::book, dialler, parts.targets(), () -> {
                tellTargets();
                changed.accept(this);
            });
        } catch (RuntimeException e) {
            loops.close();
            throw e;
        }
    }

    void start() {
        links.start();
        checks.start();
    }

    /** The targets are others now. */
    void targetsChanged() {
        checks.start();
        tellTargets();
    }

    @Override
    public PeerKind kind() {
        return PeerKind.AGENT;
    }

    @Override
    public StreamAcceptor streams(GatewaySession session) {
        return new TargetStreams(parts, session.loop(), dialler);
    }

    @Override
    public void online(GatewaySession session) {
        online.add(session);
        parts.counters().online.increment();
        List<TargetHealth> all = targets();
        if (!all.isEmpty()) {
            session.send(fitting(all));
        }
    }

    @Override
    public void ended(GatewaySession session) {
        online.remove(session);
        parts.counters().lost.increment();
    }

    @Override
    public void message(GatewaySession session, Message message) {
        if (message instanceof Message.Test test) {
            test(session, test);
        }
    }

    private void test(GatewaySession session, Message.Test test) {
        if (tests.incrementAndGet() > MAX_TESTS) {
            tests.decrementAndGet();
            session.send(new Message.TestResult(test.re(), OpenCode.LIMIT, 0, "this agent runs " + MAX_TESTS + " tests already"));
            return;
        }
        Probe.run(test.target(), parts.book(), dialler, session.loop(), parts.around().clock(), result -> {
            tests.decrementAndGet();
            session.send(new Message.TestResult(test.re(), result.code(), result.ms(), result.message()));
        });
    }

    /** Tries a target for somebody here. */
    CompletableFuture<ProbeResult> check(String asked) {
        CompletableFuture<ProbeResult> result = new CompletableFuture<>();
        var loop = loops.next();
        loop.execute(() -> Probe.run(asked, parts.book(), dialler, loop, parts.around().clock(), result::complete));
        return result;
    }

    private void tellTargets() {
        online.forEach(session -> session.loop().execute(() -> session.send(fitting(targets()))));
    }

    private List<TargetHealth> targets() {
        return parts.targets().all().stream().map(TargetStates.Known::health).toList();
    }

    /** With many targets their reasons may be too long together: then the gateway gets the codes alone. */
    private static Message fitting(List<TargetHealth> all) {
        Message full = new Message.Targets(all);
        try {
            Envelope.of(full);
            return full;
        } catch (PenstockException e) {
            return new Message.Targets(all.stream()
                    .map(one -> new TargetHealth(one.name(), one.state(), one.code(), one.ms(), "")).toList());
        }
    }

    List<LinkStatus> status() {
        return links.status();
    }

    /** Sessions that stand, those being left among them. */
    Set<GatewaySession> online() {
        return online;
    }

    /** Dials no more; streams may go on for {@code grace}. Completes when nothing is left; then {@link #close}. */
    CompletableFuture<Void> stop(Duration grace) {
        checks.stop();
        return links.stop(grace);
    }

    /** Ends what is left. Not on a loop; waits for the loops. */
    @Override
    public void close() {
        loops.close();
        links.close();
    }
}
