package io.penstock.control.server.rollout;

import io.penstock.control.api.Json;
import io.penstock.control.server.store.ChangeKind;
import io.penstock.control.server.store.ChangeOp;
import io.penstock.control.server.store.Row;
import io.penstock.control.server.store.RowReader;
import io.penstock.control.server.store.Rows;
import io.penstock.control.server.store.Tx;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The table {@code rollouts}. */
public final class RolloutTable {
    private static final String COLUMNS = "id, cause, pipe_id, revision, strategy, state, reason, stage, batch, total, "
            + "next_at, created_at, created_by, ended_at, version";
    private static final String OPEN = " state in ('running', 'paused')";

    private RolloutTable() {
    }

    /** One by its id. */
    public static RolloutRow known(Rows rows, Json json, String id) {
        return rows.one("select " + COLUMNS + " from rollouts where id = ?", reader(json), id)
                .orElseThrow(() -> new PenstockException(ErrorKind.NOT_FOUND, "rollouts.unknown",
                        "there is no rollout " + id));
    }

    /** Those that can still release anything. */
    public static List<RolloutRow> open(Rows rows, Json json) {
        return rows.list("select " + COLUMNS + " from rollouts where" + OPEN + " order by id", reader(json));
    }

    /** Newest first, below an id where one is given. */
    static List<RolloutRow> page(Rows rows, Json json, Optional<String> pipeId, Optional<String> state,
                                 Optional<String> below, int limit) {
        return rows.list("select " + COLUMNS + " from rollouts where (? = '' or pipe_id = ?) and (? = '' or state = ?) "
                        + "and (? = '' or id < ?) order by id desc limit ?", reader(json), pipeId.orElse(""),
                pipeId.orElse(""), state.orElse(""), state.orElse(""), below.orElse(""), below.orElse(""), limit);
    }

    private static RowReader<RolloutRow> reader(Json json) {
        return row -> read(json, row);
    }

    private static RolloutRow read(Json json, Row row) {
        return new RolloutRow(row.text("id"), Cause.of(row.text("cause")), row.mayText("pipe_id"),
                number(row.mayNumber("revision")), json.readTolerant(row.text("strategy"), RolloutRow.Plan.class),
                RolloutState.of(row.text("state")), row.mayText("reason"), (int) row.number("stage"),
                (int) row.number("batch"), (int) row.number("total"), row.mayTime("next_at"), row.time("created_at"),
                row.text("created_by"), row.mayTime("ended_at"), row.number("version"));
    }

    private static Optional<Integer> number(OptionalLong value) {
        return value.isPresent() ? Optional.of((int) value.getAsLong()) : Optional.empty();
    }

    /** Puts in a new one. */
    static void insert(Tx tx, Json json, RolloutRow row) {
        tx.update("insert into rollouts (" + COLUMNS + ", released, done, failed) "
                        + "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0)", row.id(), row.cause().text(),
                row.pipeId(), row.revision(), json.text(row.plan()), row.state().text(), row.reason(), row.stage(),
                row.batch(), row.total(), row.nextAt(), row.createdAt(), row.createdBy(), row.endedAt(), row.version());
        tx.change(ChangeKind.ROLLOUT, row.id(), ChangeOp.CREATED, row.version());
    }

    /** Goes on to a batch; fails where another server has been faster. */
    static void batch(Tx tx, RolloutRow row, int stage, int batch) {
        only(tx.update("update rollouts set stage = ?, batch = ?, next_at = null where id = ? and state = 'running' "
                + "and stage = ? and batch = ?", stage, batch, row.id(), row.stage(), row.batch()), row);
        tx.change(ChangeKind.ROLLOUT, row.id(), ChangeOp.CHANGED, row.version());
    }

    /** Looks at a stage until then. */
    static void soak(Tx tx, RolloutRow row, Instant until) {
        tx.update("update rollouts set next_at = ? where id = ?", until, row.id());
        tx.change(ChangeKind.ROLLOUT, row.id(), ChangeOp.CHANGED, row.version());
    }

    /** Changes the state; fails where another one has changed it meanwhile. */
    static void state(Tx tx, Json json, RolloutRow row, RolloutState state, Optional<String> reason, RolloutRow.Plan plan) {
        Optional<Instant> ended = state.open() ? Optional.empty() : Optional.of(tx.now());
        only(tx.update("update rollouts set state = ?, reason = ?, strategy = ?, ended_at = ?, version = version + 1 "
                        + "where id = ? and version = ?", state.text(), reason, json.text(plan), ended, row.id(),
                row.version()), row);
        tx.change(ChangeKind.ROLLOUT, row.id(), ChangeOp.CHANGED, row.version() + 1);
    }

    private static void only(int rows, RolloutRow row) {
        if (rows != 1) {
            throw new PenstockException(ErrorKind.CONFLICT, "rollouts.version", "the rollout " + row.id()
                    + " was changed meanwhile");
        }
    }

    /** What lists show without looking at targets. */
    static void counts(Tx tx, String id, long released, long done, long failed) {
        tx.update("update rollouts set released = ?, done = ?, failed = ? where id = ?", released, done, failed, id);
    }
}
