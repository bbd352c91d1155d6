package io.penstock.control.server.pipe;

import io.penstock.control.api.Desired;
import io.penstock.control.api.HealthRule;
import io.penstock.control.api.Json;
import io.penstock.control.api.OnFailure;
import io.penstock.control.server.store.ChangeKind;
import io.penstock.control.server.store.ChangeOp;
import io.penstock.control.server.store.Row;
import io.penstock.control.server.store.RowReader;
import io.penstock.control.server.store.Rows;
import io.penstock.control.server.store.Tx;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** The table {@code pipes}. */
public final class PipeTable {
    private static final String COLUMNS = "id, name, draft, draft_by, draft_at, draft_version, live, desired, health, "
            + "on_failure, selector, agent_ids, version, created_at, created_by, removed_at";

    private PipeTable() {
    }

    /** All that were not removed. */
    public static List<PipeRow> all(Rows rows, Json json) {
        return rows.list("select " + COLUMNS + " from pipes where removed_at is null order by name", reader(json));
    }

    /** One by its id; removed ones, too. */
    public static Optional<PipeRow> byId(Rows rows, Json json, String id) {
        return rows.one("select " + COLUMNS + " from pipes where id = ?", reader(json), id);
    }

    /** One by its name; removed ones are not found. */
    public static Optional<PipeRow> byName(Rows rows, Json json, String name) {
        return rows.one("select " + COLUMNS + " from pipes where name = ? and removed_at is null", reader(json), name);
    }

    /**
     * One by its id or name; an id goes first.
     *
     * @throws PenstockException NOT_FOUND {@code pipes.unknown}, CLOSED {@code pipes.removed}
     */
    public static PipeRow known(Rows rows, Json json, String ref) {
        Optional<PipeRow> found = byId(rows, json, ref).or(() -> byName(rows, json, ref));
        if (found.isEmpty()) {
            found = rows.one("select " + COLUMNS + " from pipes where name = ? and removed_at is not null", reader(json), ref);
        }
        PipeRow pipe = found.orElseThrow(() -> new PenstockException(ErrorKind.NOT_FOUND, "pipes.unknown",
                "there is no pipe \"" + ref + "\""));
        if (pipe.removedAt().isPresent()) {
            throw new PenstockException(ErrorKind.CLOSED, "pipes.removed", "the pipe \"" + ref + "\" was removed");
        }
        return pipe;
    }

    private static RowReader<PipeRow> reader(Json json) {
        return row -> read(json, row);
    }

    private static PipeRow read(Json json, Row row) {
        return new PipeRow(row.text("id"), row.text("name"), row.mayText("draft"), row.mayText("draft_by"),
                row.mayTime("draft_at"), row.number("draft_version"),
                row.mayNumber("live").isPresent() ? OptionalInt.of((int) row.number("live")) : OptionalInt.empty(),
                Desired.valueOf(row.text("desired").toUpperCase(Locale.ROOT)),
                json.readTolerant(row.text("health"), HealthRule.class),
                OnFailure.valueOf(row.text("on_failure").toUpperCase(Locale.ROOT)), row.text("selector"),
                JsonColumns.list(json, row.text("agent_ids")), row.number("version"), row.time("created_at"),
                row.text("created_by"), row.mayTime("removed_at"));
    }

    /**
     * Puts in a new one.
     *
     * @throws PenstockException CONFLICT {@code pipes.name-taken}
     */
    public static void insert(Tx tx, Json json, PipeRow pipe) {
        byName(tx, json, pipe.name()).ifPresent(other -> {
            throw new PenstockException(ErrorKind.CONFLICT, "pipes.name-taken", "there is a pipe \"" + pipe.name()
                    + "\" already");
        });
        tx.update("insert into pipes (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", pipe.id(),
                pipe.name(), pipe.draft(), pipe.draftBy(), pipe.draftAt(), pipe.draftVersion(), Optional.empty(),
                text(pipe.desired()), json.text(pipe.health()), text(pipe.onFailure()), pipe.selector(),
                json.text(pipe.agentIds()), pipe.version(), pipe.createdAt(), pipe.createdBy(), pipe.removedAt());
        tx.change(ChangeKind.PIPE, pipe.id(), ChangeOp.CREATED, pipe.version());
    }

    private static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Writes a draft; none takes it away.
     *
     * @param version the draft's; 0 where there is none
     */
    public static void draft(Tx tx, PipeRow pipe, Optional<String> text, String by, long version) {
        long now = pipe.draft().isPresent() ? pipe.draftVersion() : 0;
        if (now != version) {
            throw new PenstockException(ErrorKind.CONFLICT, "drafts.version", "the draft of \"" + pipe.name()
                    + "\" was changed meanwhile: it is at version " + now + ", not " + version);
        }
        tx.update("update pipes set draft = ?, draft_by = ?, draft_at = ?, draft_version = draft_version + 1 where id = ?",
                text, text.map(any -> by), text.map(any -> tx.now()), pipe.id());
        tx.change(ChangeKind.PIPE, pipe.id(), ChangeOp.CHANGED, pipe.version());
    }

    /**
     * Writes what {@link PipeRow#running} and {@link PipeRow#assigned} change.
     *
     * @throws PenstockException CONFLICT {@code pipes.version}
     */
    public static void update(Tx tx, Json json, PipeRow pipe, long version) {
        changed(tx.update("update pipes set desired = ?, health = ?, on_failure = ?, selector = ?, agent_ids = ?, "
                        + "version = version + 1 where id = ? and version = ? and removed_at is null",
                text(pipe.desired()), json.text(pipe.health()), text(pipe.onFailure()), pipe.selector(),
                json.text(pipe.agentIds()), pipe.id(), version), pipe, version);
        tx.change(ChangeKind.PIPE, pipe.id(), ChangeOp.CHANGED, version + 1);
    }

    /** Removes one; its revisions stay. */
    public static void remove(Tx tx, PipeRow pipe, long version) {
        changed(tx.update("update pipes set removed_at = ?, version = version + 1 where id = ? and version = ? "
                + "and removed_at is null", tx.now(), pipe.id(), version), pipe, version);
        tx.change(ChangeKind.PIPE, pipe.id(), ChangeOp.DELETED, version + 1);
    }

    private static void changed(int rows, PipeRow pipe, long version) {
        if (rows == 0) {
            throw new PenstockException(ErrorKind.CONFLICT, "pipes.version", "the pipe \"" + pipe.name()
                    + "\" was changed meanwhile: it is not at version " + version + " any more");
        }
    }

    /** The revision is everywhere: who comes anew gets it. */
    public static void live(Tx tx, String pipeId, int revision) {
        tx.update("update pipes set live = ? where id = ?", revision, pipeId);
        tx.change(ChangeKind.PIPE, pipeId, ChangeOp.CHANGED, 0);
    }
}
