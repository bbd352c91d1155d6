package io.penstock.tunnel.gateway;

import io.penstock.tunnel.gateway.audit.EndReason;
import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.RefusalCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Decides whether an agent's new connection joins those there are. Another process with the same identity is asked whether it
 * lives: if it does it stays, if not it goes. One use; on the newcomer's loop.
 */
final class Admission {
    static final Duration DUPLICATE_RETRY = Duration.ofSeconds(60);
    private static final Duration BUSY_RETRY = Duration.ofSeconds(5);
    /** Another newcomer may take the place of one that was evicted, once and again. */
    private static final int ROUNDS = 3;

    private final Gateway gateway;
    private final AgentLink newcomer;
    private final Consumer<Optional<Message.Refused>> decided;
    private int rounds;

    /** @param decided told once, on the newcomer's loop: empty when it has joined */
    Admission(Gateway gateway, AgentLink newcomer, Consumer<Optional<Message.Refused>> decided) {
        this.gateway = gateway;
        this.newcomer = newcomer;
        this.decided = decided;
    }

    void decide() {
        Agent agent = newcomer.agent();
        if (!gateway.agents().has(agent)) {
            unwelcome();
            return;
        }
        List<AgentLink> predecessors = agent.predecessors(newcomer);
        switch (agent.join(newcomer)) {
            case YES -> joined(predecessors);
            case UNWELCOME -> unwelcome();
            case FULL -> refuse(RefusalCode.BUSY, "the agent has as many connections as it may have", BUSY_RETRY);
            case RIVALS -> probe(agent.rivals(newcomer));
        }
    }

    /** Whoever removes the agent from here on finds the newcomer among its connections. */
    private void joined(List<AgentLink> predecessors) {
        if (!gateway.agents().has(newcomer.agent())) {
            newcomer.agent().leave(newcomer);
            unwelcome();
            return;
        }
        predecessors.forEach(this::supersede);
        decided.accept(Optional.empty());
    }

    /** The settings have changed since it proved its key. */
    private void unwelcome() {
        refuse(RefusalCode.DISABLED, newcomer.agent().settings().disabled() ? "the agent is disabled here"
                : "the agent or its key is not known here any more", DUPLICATE_RETRY);
    }

    /** The same process has opened this connection anew: it has given the old one up, or it is about to. */
    private void supersede(AgentLink old) {
        old.leave();
        old.probe(gateway.deadlines().probe(), alive -> {
            if (!alive) {
                evict(old);
            }
        });
    }

    private void evict(AgentLink dead) {
        gateway.counters().evicted.increment();
        dead.agent().leave(dead);
        dead.end(EndReason.AGENT_LOST);
    }

    private void probe(List<AgentLink> rivals) {
        if (rivals.isEmpty() || rounds++ >= ROUNDS) {
            retryOrGiveUp();
            return;
        }
        AtomicBoolean anyAlive = new AtomicBoolean();
        AtomicInteger unanswered = new AtomicInteger(rivals.size());
        rivals.forEach(rival -> rival.probe(gateway.deadlines().probe(), alive -> {
            if (alive) {
                anyAlive.set(true);
            }
            if (unanswered.decrementAndGet() == 0) {
                Tasks.execute(newcomer.loop(), () -> judge(rivals, anyAlive.get()));
            }
        }));
    }

    /** They went in between. */
    private void retryOrGiveUp() {
        if (rounds < ROUNDS) {
            rounds++;
            decide();
        } else {
            refuse(RefusalCode.BUSY, "others with this identity come and go", BUSY_RETRY);
        }
    }

    private void judge(List<AgentLink> rivals, boolean anyAlive) {
        if (!anyAlive) {
            rivals.forEach(this::evict);
            decide();
            return;
        }
        Agent agent = newcomer.agent();
        if (agent.duplicateRefused(newcomer.address())) {
            Gateway.LOG.warn("agent {}: refused a second process with its identity, from {}; the first, from {}, is alive",
                    agent.name(), newcomer.address(), rivals.get(0).address());
        }
        refuse(RefusalCode.DUPLICATE, "another process with this identity is connected from " + rivals.get(0).address()
                + " and alive; give this one an identity of its own", DUPLICATE_RETRY);
    }

    private void refuse(RefusalCode code, String message, Duration retry) {
        decided.accept(Optional.of(new Message.Refused(code, message, retry.toMillis())));
    }
}
