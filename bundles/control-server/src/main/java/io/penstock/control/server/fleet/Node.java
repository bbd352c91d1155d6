package io.penstock.control.server.fleet;

import io.penstock.core.value.Secret;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One agent in memory. Guarded by itself; nothing is completed and nobody called while it is held. */
final class Node {
    final String id;
    AgentRow row;
    Map<String, Placement> placements = Map.of();
    Map<String, Refusal> refusals = Map.of();
    List<Command> commands = List.of();
    Offer offer;

    Optional<Boot> boot = Optional.empty();
    /** The process before this one, while it may still be alive. */
    Optional<Boot> formerBoot = Optional.empty();
    Optional<Conflict> conflict = Optional.empty();
    Optional<Instant> lastSeen = Optional.empty();
    Optional<String> address = Optional.empty();
    /** When another server has last heard of it, if that was later than here. */
    Optional<Instant> seenElsewhere = Optional.empty();
    boolean goodbye;
    boolean refusedSince;
    Told told = Told.NOTHING;
    Status status;
    Optional<Parked> parked = Optional.empty();
    /** A new credential on its way to the agent. */
    Optional<Candidate> candidate = Optional.empty();
    /** Commands this process was told, and when. */
    final Map<String, Instant> toldCommands = new HashMap<>();
    /** What has been answered and noted: {@code pipe|spec}. */
    final Set<String> noted = new HashSet<>();
    /** When attempts that went wrong were made, by the agent's clock: they say nothing of later ones. By {@code pipe|spec}. */
    final Map<String, Instant> badAttempts = new HashMap<>();
    /** False from the first request after a start of this server, until the agent has told everything. */
    boolean complete;
    boolean dirty;
    Instant flushedAt = Instant.EPOCH;
    final Syncs syncs = new Syncs();

    /** A credential to go over to. */
    record Candidate(String credentialId, Secret token, Instant activateBy, String commandId) {
    }

    Node(AgentRow row, Status status) {
        this.id = row.id();
        this.row = row;
        this.status = status;
    }

    /** Takes what is kept, and makes the offer of it. */
    void take(AgentRow newRow, Map<String, Placement> newPlacements, Map<String, Refusal> newRefusals,
              List<Command> newCommands, Offers offers) {
        row = newRow;
        placements = newPlacements;
        refusals = newRefusals;
        commands = newCommands;
        offer = offers.offer(row, placements, refusals.keySet());
        toldCommands.keySet().retainAll(newCommands.stream().map(Command::id).toList());
    }

    AgentView view() {
        return new AgentView(row, status, lastSeen, address, told, conflict, placements, refusals, offer, parked.isPresent());
    }
}
