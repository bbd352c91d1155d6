package io.penstock.control.server.fleet;

import io.penstock.control.api.CredentialKind;
import io.penstock.control.server.access.Made;
import io.penstock.control.server.access.NewCredential;
import io.penstock.control.server.rollout.RolloutRow;
import io.penstock.control.server.rollout.RolloutRunner;
import io.penstock.control.server.settings.ServerSettings;
import io.penstock.core.health.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens by time alone. One thread, but {@link #health}. */
final class Pulse {
    private static final Logger LOG = LoggerFactory.getLogger("io.penstock.control.server");
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration ACTIVATE_WITHIN = Duration.ofHours(1);
    private static final int TIDY_EVERY = 60;
    /** Of five seconds each. */
    private static final int ELSEWHERE_EVERY = 3;
    private final FleetParts parts;
    private final RolloutRunner runner;
    private final Notes notes;
    private final Watchman watchman;
    private final Conversation conversation;
    private final Rhythm rhythm;
    private final Series series;
    private final Supplier<ServerSettings> live;
    private final Instant since;
    private int rounds;

    Pulse(FleetParts parts, RolloutRunner runner, Notes notes, Watchman watchman, Conversation conversation, Rhythm rhythm,
          Series series, Supplier<ServerSettings> live) {
        this.parts = parts;
        this.runner = runner;
        this.notes = notes;
        this.watchman = watchman;
        this.conversation = conversation;
        this.rhythm = rhythm;
        this.series = series;
        this.live = live;
        this.since = parts.clock().now();
    }

    /** Writes what agents told. */
    void often() {
        safely(notes::write);
    }

    /** Ends waiting, and moves rollouts on. */
    void everySecond() {
        safely(() -> conversation.expire(parts.roster().all(), false));
        safely(this::rollouts);
    }

    /** Looks at all agents. */
    void everyFiveSeconds() {
        safely(() -> {
            List<Presence> due = watchman.round(parts.roster().all());
            if (!due.isEmpty()) {
                parts.store().write(tx -> {
                    PresenceTable.put(tx, parts.json(), due);
                    return null;
                });
            }
        });
        safely(this::rotations);
        if (rounds % ELSEWHERE_EVERY == 0) {
            safely(this::elsewhere);
        }
        safely(() -> parts.mirror().retry());
        if (++rounds % TIDY_EVERY == 1) {
            safely(this::tidy);
        }
    }

    private static void safely(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.warn("what the fleet does by time failed; it is tried again: {}", e.toString());
        }
    }

    private void rollouts() {
        List<RolloutRow> open = parts.mirror().openRollouts();
        if (open.isEmpty() || !parts.store().leases().hold("rollouts", LEASE)) {
            return;
        }
        Instant now = parts.clock().now();
        for (RolloutRow row : open) {
            boolean due = parts.store().read(rows -> runner.due(rows, row, now)).join();
            if (due) {
                parts.store().write(tx -> {
                    runner.step(tx, row.id());
                    return null;
                }).exceptionally(failure -> {
                    LOG.warn("the rollout {} does not go on; it is tried again: {}", row.id(), failure.toString());
                    return null;
                });
            }
        }
    }

    /** How agents are that talk with other servers. */
    private void elsewhere() {
        Instant since = parts.clock().now().minus(Duration.ofMinutes(5));
        parts.store().read(rows -> PresenceTable.others(rows, parts.json(), watchman.server(), since))
                .thenAccept(found -> found.forEach(presence -> parts.roster().byId(presence.agentId())
                        .ifPresent(node -> watchman.heard(node, presence))));
    }

    /** New credentials for agents that are to get one, made by the server they talk with. */
    private void rotations() {
        Instant now = parts.clock().now();
        for (Node node : parts.roster().all()) {
            Optional<Command> command;
            synchronized (node) {
                boolean here = node.boot.isPresent() && rhythm.inTouch(node, now) && !rhythm.elsewhere(node, now);
                command = node.commands.stream().filter(one -> here && one.type().equals("rotate-key")
                        && now.isBefore(one.expiresAt()) && node.candidate.isEmpty()).findFirst();
            }
            command.ifPresent(one -> rotate(node, one));
        }
    }

    private void rotate(Node node, Command command) {
        parts.store().write(tx -> {
            Instant until = tx.now().plus(ACTIVATE_WITHIN);
            Made made = parts.credentials().make(tx, NewCredential.of(CredentialKind.AGENT, node.id, "", "agent:" + node.id,
                    Optional.empty()));
            parts.credentials().supersede(tx, CredentialKind.AGENT, node.id, made.id());
            CommandTable.sent(tx, command.id());
            return new Node.Candidate(made.id(), made.token(), until, command.id());
        }).thenAccept(candidate -> {
            synchronized (node) {
                node.candidate = Optional.of(candidate);
            }
            conversation.wake(node);
        });
    }

    private void tidy() {
        Instant now = parts.clock().now();
        ServerSettings settings = live.get();
        series.tidy(now.minus(Duration.ofHours(2)));
        parts.store().write(tx -> {
            tx.update("delete from agent_logs where at < ?", now.minus(settings.keep().logs()));
            PresenceTable.tidy(tx, now.minus(settings.keep().states()));
            for (Command late : CommandTable.late(tx, parts.json(), now)) {
                CommandTable.ended(tx, late.agentId(), late.id(), Command.State.EXPIRED, Optional.of("nothing was heard of it"),
                        Optional.empty());
            }
            return null;
        });
    }

    Map<String, Health> health() {
        long dropped = notes.dropped();
        return Map.of("fleet", dropped == 0 ? new Health(Health.State.UP, "", since)
                : new Health(Health.State.DEGRADED, dropped + " reports of agents were dropped while the store was away", since));
    }

    /** Ends waiting requests and writes what is left; waits for at most two seconds. */
    void close() {
        conversation.expire(parts.roster().all(), true);
        List<Presence> due = watchman.round(parts.roster().all());
        try {
            CompletableFuture.allOf(notes.write().toCompletableFuture(), parts.store().write(tx -> {
                PresenceTable.put(tx, parts.json(), due);
                return null;
            })).get(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            LOG.warn("how agents are could not be written at the end: {}", e.toString());
        }
        rhythm.online(0);
    }
}
