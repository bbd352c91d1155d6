package io.penstock.control.server.fleet;

import io.penstock.control.api.Json;
import io.penstock.control.server.access.CredentialIndex;
import io.penstock.control.server.access.Signer;
import io.penstock.control.server.http.Place;
import io.penstock.control.server.rollout.Gate;
import io.penstock.control.server.rollout.Newcomers;
import io.penstock.control.server.rollout.Strategy;
import io.penstock.control.server.store.Rows;
import io.penstock.control.server.store.Store;
import io.penstock.control.server.store.Tx;
import io.penstock.core.time.Clock;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the resources of the fleet are made of.
 *
 * @param ids makes ids
 * @param place where agents connect
 */
public record FleetParts(Store store, Json json, Clock clock, CredentialIndex credentials, Signer signer, Roster roster,
                  Mirror mirror, Gate gate, Newcomers newcomers, Supplier<String> ids, Supplier<Place> place) {
    /** Writes; completes when memory knows of it, too. */
    public <T> CompletionStage<T> write(Function<Tx, T> work) {
        return store.write(work).thenCompose(done -> mirror.settled().thenApply(settled -> done));
    }

    public <T> CompletionStage<T> read(Function<Rows, T> work) {
        return store.read(work);
    }

    /** Nothing but what the server's settings say. */
    public static Strategy usual() {
        return new Strategy(java.util.List.of(), java.util.Optional.empty(), java.util.Optional.empty(),
                java.util.Optional.empty(), java.util.Optional.empty(), java.util.Optional.empty(), java.util.Optional.empty());
    }

    public AgentView view(String id) {
        return roster.view(id).filter(view -> view.row().removedAt().isEmpty()).orElseThrow(() -> AgentTable.unknown(id));
    }
}
