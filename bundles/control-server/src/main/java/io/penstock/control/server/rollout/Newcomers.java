package io.penstock.control.server.rollout;

import io.penstock.control.api.Json;
import io.penstock.control.server.fleet.AgentRow;
import io.penstock.control.server.fleet.AgentTable;
import io.penstock.control.server.fleet.Placement;
import io.penstock.control.server.fleet.PlacementTable;
import io.penstock.control.server.pipe.Configuration;
import io.penstock.control.server.pipe.Configurations;
import io.penstock.control.server.store.Tx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Gives agents that come anew what is live, at once: there is nothing of theirs that a rollout could spare. Never what is only half
 * rolled out: where an edit other than a revision is on its way, they wait for its end. Thread-safe.
 */
public final class Newcomers {
    private final Json json;
    private final Configurations configurations;

    public Newcomers(Json json, Configurations configurations) {
        this.json = json;
        this.configurations = configurations;
    }

    /** One agent that has just come, or was just approved. */
    public void place(Tx tx, AgentRow agent) {
        if (agent.active()) {
            place(tx, List.of(agent));
        }
    }

    /** All that have nothing where something is live: they came while a rollout went on. */
    void placeAll(Tx tx) {
        place(tx, AgentTable.all(tx, json));
    }

    private void place(Tx tx, Collection<AgentRow> agents) {
        Configuration live = configurations.live(tx);
        List<RolloutRow> open = RolloutTable.open(tx, json);
        Set<String> held = new HashSet<>(TargetTable.busy(tx, open.stream()
                .filter(row -> !row.cause().ofRevision()).map(RolloutRow::id).toList()));
        Touches touches = new Touches(tx, json, agents);
        Set<String> aimed = new HashSet<>();
        if (agents.size() > 1) {
            open.forEach(row -> TargetTable.of(tx, row.id()).forEach(one -> aimed.add(one.agentId() + "|" + one.pipeId())));
        }
        List<Placement> placements = new ArrayList<>();
        touches.of(live, place -> !held.contains(place)).stream()
                .filter(touch -> touches.placement(touch.agentId(), touch.pipeId()).isEmpty() && touch.after().isPresent())
                .filter(touch -> !aimed.contains(touch.agentId() + "|" + touch.pipeId()))
                .forEach(touch -> placements.add(new Placement(touch.agentId(), touch.pipeId(), touch.after(),
                        Optional.empty(), Optional.empty(), tx.now())));
        if (!placements.isEmpty()) {
            PlacementTable.specs(tx, touches.specs());
            PlacementTable.put(tx, placements);
            AgentTable.nextGeneration(tx, placements.stream().map(Placement::agentId).distinct().toList());
        }
    }
}
