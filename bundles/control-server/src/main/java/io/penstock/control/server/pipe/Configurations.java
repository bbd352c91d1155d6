package io.penstock.control.server.pipe;

import io.penstock.control.api.Json;
import io.penstock.control.server.store.Rows;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads the configuration as a transaction sees it. Thread-safe. */
public final class Configurations {
    private final Json json;
    private final Outlines outlines;

    public Configurations(Json json, Outlines outlines) {
        this.json = json;
        this.outlines = outlines;
    }

    /** What agents who come anew get: every pipe's live revision. */
    public Configuration live(Rows rows) {
        TreeMap<String, PlannedPipe> pipes = new TreeMap<>();
        for (PipeRow pipe : PipeTable.all(rows, json)) {
            pipes.put(pipe.id(), planned(pipe, pipe.live().isPresent()
                    ? Optional.of(wanted(rows, pipe, pipe.live().getAsInt())) : Optional.empty()));
        }
        return new Configuration(pipes, EntrySetTable.all(rows, json, EntrySetTable.Space.PARAMETERS),
                EntrySetTable.all(rows, json, EntrySetTable.Space.SETTINGS));
    }

    /** A pipe with a revision. */
    public PlannedPipe planned(PipeRow pipe, Optional<PlannedPipe.Wanted> wanted) {
        return new PlannedPipe(pipe.id(), pipe.name(), wanted, Selector.parse(pipe.selector()), Set.copyOf(pipe.agentIds()),
                pipe.desired(), pipe.health(), pipe.onFailure());
    }

    /** A revision as the planner wants it. */
    public PlannedPipe.Wanted wanted(Rows rows, PipeRow pipe, int number) {
        Revision revision = RevisionTable.known(rows, pipe, number);
        Outlines.Declared declared = outlines.of(rows, revision.artifact());
        return new PlannedPipe.Wanted(number, revision.artifact(), declared.size(), declared.params());
    }
}
