package io.penstock.control.server.documents;

import io.penstock.control.server.access.Actors;
import io.penstock.control.server.fleet.AgentTable;
import io.penstock.control.server.fleet.FleetParts;
import io.penstock.control.server.http.Call;
import io.penstock.control.server.pipe.Configuration;
import io.penstock.control.server.pipe.EntrySetTable;
import io.penstock.control.server.pipe.PipeReader;
import io.penstock.control.server.pipe.PipeRow;
import io.penstock.control.server.pipe.PipeTable;
import io.penstock.control.server.rollout.Cause;
import io.penstock.control.server.rollout.Gate;
import io.penstock.control.server.store.Tx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Makes the server what documents say, within one transaction. One use. */
final class Apply {
    private final FleetParts parts;
    private final Tx tx;
    private final Call call;
    private final AgentDocuments agents;
    private final PipeDocuments pipes;
    private final EntryDocuments entries;
    private final List<String> rollouts = new ArrayList<>();
    private int touches;

    Apply(FleetParts parts, PipeReader reader, Tx tx, Call call) {
        this.parts = parts;
        this.tx = tx;
        this.call = call;
        this.agents = new AgentDocuments(parts, tx, call);
        this.pipes = new PipeDocuments(parts, reader, tx, call);
        this.entries = new EntryDocuments(parts, tx);
    }

    /** Agents first, which others may name; what agents run is changed at the end, by as few rollouts as can be. */
    Map<String, Object> run(List<Document> documents, boolean prune) {
        Configuration live = parts.gate().before(tx);
        SortedMap<String, Document> before = Export.of(tx, parts.json());
        Map<String, Integer> sent = new LinkedHashMap<>();
        of(documents, Document.AGENT).forEach(agents::apply);
        of(documents, Document.PARAMETERS).forEach(document -> entries.apply(document, EntrySetTable.Space.PARAMETERS));
        of(documents, Document.SETTINGS).forEach(document -> entries.apply(document, EntrySetTable.Space.SETTINGS));
        of(documents, Document.PIPE).forEach(document -> pipes.apply(document, sent));
        List<PipeRow> gone = prune ? prune(documents, before) : List.of();
        gone.forEach(this::take);
        if (agents.edited() || entries.edited() || pipes.edited()) {
            Configuration now = parts.gate().before(tx);
            Gate.Touched touched = parts.gate().touched(tx, live, any -> now, AgentTable.all(tx, parts.json()),
                    place -> !sent.containsKey(place));
            passed(parts.gate().pass(tx, touched, Cause.APPLY, Optional.empty(), FleetParts.usual(), actor()));
        }
        sent.forEach((id, revision) -> passed(parts.gate().send(tx, PipeTable.known(tx, parts.json(), id), revision, Cause.PIPE,
                FleetParts.usual(), actor())));
        List<Map<String, Object>> changes = Changes.between(before, Export.of(tx, parts.json()), documents, parts.json());
        tx.audit(Actors.done(call, "apply", "server", "", Map.of("documents", documents.size(), "prune", prune)));
        return Map.of("changes", changes, "rollouts", rollouts, "touches", touches);
    }

    private String actor() {
        return Actors.actor(call.caller());
    }

    private static Stream<Document> of(List<Document> documents, String kind) {
        return documents.stream().filter(document -> document.kind().equals(kind));
    }

    private void passed(Gate.Passed passed) {
        passed.rollout().ifPresent(rollouts::add);
        touches = Math.max(touches, passed.touches());
    }

    /** Agents stay: that they go is final, and for no file to say. */
    private List<PipeRow> prune(List<Document> documents, SortedMap<String, Document> before) {
        SortedMap<String, Document> unnamed = new TreeMap<>(before);
        documents.forEach(document -> unnamed.remove(document.key()));
        unnamed.values().forEach(document -> {
            Document empty = new Document(document.kind(), document.name(), Map.of("entries", Collections.emptySortedMap()));
            if (document.kind().equals(Document.PARAMETERS)) {
                entries.apply(empty, EntrySetTable.Space.PARAMETERS);
            } else if (document.kind().equals(Document.SETTINGS)) {
                entries.apply(empty, EntrySetTable.Space.SETTINGS);
            }
        });
        return unnamed.values().stream().filter(document -> document.kind().equals(Document.PIPE))
                .map(document -> PipeTable.known(tx, parts.json(), document.name())).toList();
    }

    private void take(PipeRow pipe) {
        Configuration before = parts.gate().before(tx);
        Gate.Touched touched = parts.gate().taken(tx, before, pipe);
        PipeTable.remove(tx, pipe, pipe.version());
        passed(parts.gate().pass(tx, touched, Cause.REMOVAL, Optional.of(pipe.id()), FleetParts.usual(), actor()));
    }
}
