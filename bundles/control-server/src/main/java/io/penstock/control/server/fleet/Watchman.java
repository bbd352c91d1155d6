package io.penstock.control.server.fleet;

import io.penstock.control.api.ConflictWith;
import io.penstock.control.api.Problem;
import io.penstock.control.api.ProblemCode;
import io.penstock.control.api.SyncRequest;
import io.penstock.core.time.Clock;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says how agents are, tells one identity used twice, and has it written down. Called while the node is held. */
final class Watchman {
    /** Who is refused asks again after 60 to 90 s: only then it is gone. */
    private static final Duration CONFLICT_OVER = Duration.ofSeconds(120);
    private final Clock clock;
    private final Rhythm rhythm;
    private final Offers offers;
    private final Notes notes;
    private final String server;
    private final Instant startedAt;

    Watchman(Clock clock, Rhythm rhythm, Offers offers, Notes notes, String server) {
        this.clock = clock;
        this.rhythm = rhythm;
        this.offers = offers;
        this.notes = notes;
        this.server = server;
        this.startedAt = clock.now();
    }

    /** This server's id. */
    String server() {
        return server;
    }

    /**
     * Whether this is the second process of an identity: two take turns. One that comes anew is a restart.
     *
     * @return what it is told
     */
    Optional<Problem> second(Node node, SyncRequest request, InetAddress from, String requestId) {
        if (node.boot.isEmpty() || node.boot.get().bootId().equals(request.bootId())) {
            return Optional.empty();
        }
        Boot now = node.boot.get();
        boolean knownSecond = node.conflict.isPresent() && node.conflict.get().second().bootId().equals(request.bootId());
        boolean back = node.formerBoot.isPresent() && node.formerBoot.get().bootId().equals(request.bootId())
                && !node.goodbye && clock.now().isBefore(now.lastSeen().plus(rhythm.lost()));
        if (back) {
            // it was taken for a restart of the first one: the first one goes on
            Boot first = node.formerBoot.get().seen(from.getHostAddress(), request.seq(), clock.now());
            node.formerBoot = Optional.empty();
            node.boot = Optional.of(new Boot(first.bootId(), first.host(), first.address(), request.seq() - 1, clock.now()));
            node.conflict = Optional.of(new Conflict(node.conflict.map(Conflict::since).orElse(clock.now()),
                    Conflict.Side.of(first), Conflict.Side.of(now)));
            node.complete = false;
            node.dirty = true;
            return Optional.empty();
        }
        boolean firstGone = node.parked.isEmpty() && !rhythm.lately(Optional.of(now.lastSeen()), clock.now());
        if (!knownSecond || firstGone || node.goodbye) {
            node.conflict = knownSecond ? Optional.empty() : node.conflict;
            return Optional.empty();
        }
        Conflict.Side again = new Conflict.Side(request.bootId(), request.agent().map(agent -> agent.host().name())
                .orElse(node.conflict.get().second().host()), from.getHostAddress(), clock.now());
        node.conflict = Optional.of(node.conflict.get().seconded(again));
        return Optional.of(told(node.conflict.get(), requestId));
    }

    /** What the second one is told. */
    static Problem told(Conflict conflict, String requestId) {
        return Problem.of(ProblemCode.AGENTS_CONFLICT, conflict.words(), requestId)
                .withConflict(new ConflictWith(conflict.first().host(), conflict.first().bootId()));
    }

    /** How the agent is now; what changed is written down. */
    void look(Node node) {
        Instant now = clock.now();
        if (node.conflict.isPresent() && !now.isBefore(node.conflict.get().second().lastSeen().plus(CONFLICT_OVER))) {
            node.conflict = Optional.empty();
            node.dirty = true;
        }
        if (rhythm.elsewhere(node, now)) {
            // its conversation partner says how it is
            return;
        }
        boolean inTouch = rhythm.inTouch(node, now);
        if (!inTouch && !node.goodbye && node.lastSeen.isPresent() && now.isBefore(startedAt.plus(rhythm.lost()))) {
            // a server that has just started knows nothing of who is there
            return;
        }
        StateRule.Verdict verdict = StateRule.of(new StateRule.Signs(node.row.removedAt().isPresent(), node.row.disabled(),
                node.row.approved(), node.lastSeen.isPresent(), inTouch, node.goodbye, node.conflict.map(Conflict::words),
                node.refusedSince, node.row.draining(),
                inTouch ? AgentView.updating(node.told, node.offer, offers) : Optional.empty(),
                inTouch ? AgentView.degraded(node.told) : Optional.empty()));
        Status before = node.status;
        node.status = before.to(verdict, now);
        boolean changed = before.substate() != node.status.substate();
        if (changed) {
            notes.state(presence(node), true);
            node.dirty = false;
            node.flushedAt = now;
        } else if (!before.reason().equals(node.status.reason())) {
            node.dirty = true;
        }
    }

    /** What another server has written down of an agent. */
    void heard(Node node, Presence presence) {
        synchronized (node) {
            boolean newer = presence.lastSeen().isPresent() && node.parked.isEmpty()
                    && node.lastSeen.filter(seen -> !seen.isBefore(presence.lastSeen().get())).isEmpty();
            if (newer) {
                node.seenElsewhere = presence.goodbye() ? Optional.empty() : presence.lastSeen();
                node.lastSeen = presence.lastSeen();
                node.address = presence.address();
                node.goodbye = presence.goodbye();
                node.status = presence.status();
                node.told = presence.told();
                node.conflict = presence.conflict();
                node.complete = false;
                node.dirty = false;
            }
        }
    }

    private Presence presence(Node node) {
        return new Presence(node.id, server, node.boot.map(Boot::bootId), node.lastSeen, node.address, node.goodbye,
                node.status, node.told, node.conflict);
    }

    /** Looks at all of them, and hands out what is to be written down, now and then. */
    List<Presence> round(Iterable<Node> nodes) {
        Instant now = clock.now();
        int online = 0;
        List<Presence> due = new ArrayList<>();
        for (Node node : nodes) {
            synchronized (node) {
                if (node.row.removedAt().isPresent()) {
                    continue;
                }
                look(node);
                boolean here = rhythm.inTouch(node, now);
                online += here ? 1 : 0;
                boolean old = here && !rhythm.elsewhere(node, now) && !now.isBefore(node.flushedAt.plus(Rhythm.FLUSH_AFTER));
                if (node.lastSeen.isPresent() && (node.dirty || old)) {
                    node.dirty = false;
                    node.flushedAt = now;
                    due.add(presence(node));
                }
            }
        }
        rhythm.online(online);
        return due;
    }
}
