package io.penstock.control.server.fleet;

import io.penstock.control.api.Json;
import io.penstock.control.server.pipe.JsonColumns;
import io.penstock.control.server.store.ChangeKind;
import io.penstock.control.server.store.ChangeOp;
import io.penstock.control.server.store.Row;
import io.penstock.control.server.store.Rows;
import io.penstock.control.server.store.Tx;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The table {@code commands}. */
final class CommandTable {
    private static final String COLUMNS = "id, agent_id, type, args, state, created_at, created_by, expires_at, done_at, message, "
            + "case when output is null then 0 else 1 end as has_output";

    private CommandTable() {
    }

    static Command known(Rows rows, Json json, String id) {
        return rows.one("select " + COLUMNS + " from commands where id = ?", row -> read(json, row), id)
                .orElseThrow(() -> new PenstockException(ErrorKind.NOT_FOUND, "commands.unknown", "there is no command " + id));
    }

    static List<Command> open(Rows rows, Json json) {
        return rows.list("select " + COLUMNS + " from commands where state in ('waiting', 'sent') order by id",
                row -> read(json, row));
    }

    static List<Command> openOf(Rows rows, Json json, Collection<String> agentIds) {
        List<Command> found = new ArrayList<>();
        for (List<String> chunk : AgentTable.chunks(agentIds)) {
            found.addAll(rows.list("select " + COLUMNS + " from commands where state in ('waiting', 'sent') and agent_id in ("
                    + JsonColumns.marks(chunk) + ") order by id", row -> read(json, row), chunk.toArray()));
        }
        return found;
    }

    static List<Command> page(Rows rows, Json json, String agent, String state, String below, int limit) {
        return rows.list("select " + COLUMNS + " from commands where (? = '' or agent_id = ?) and (? = '' or state = ?) "
                        + "and (? = '' or id < ?) order by id desc limit ?", row -> read(json, row), agent, agent, state, state,
                below, below, limit);
    }

    private static Command read(Json json, Row row) {
        return new Command(row.text("id"), row.text("agent_id"), row.text("type"), JsonColumns.map(json, row.text("args")),
                Command.State.of(row.text("state")), row.time("created_at"), row.text("created_by"), row.time("expires_at"),
                row.mayTime("done_at"), row.mayText("message"), row.flag("has_output"));
    }

    static void insert(Tx tx, Json json, Command command) {
        tx.update("insert into commands (id, agent_id, type, args, state, created_at, created_by, expires_at, done_at, message) "
                        + "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", command.id(), command.agentId(), command.type(),
                json.text(command.args()), command.state().text(), command.createdAt(), command.createdBy(),
                command.expiresAt(), command.doneAt(), command.message());
        tx.change(ChangeKind.COMMAND, command.id(), ChangeOp.CREATED, 0);
        tx.change(ChangeKind.PLACEMENT, command.agentId(), ChangeOp.CHANGED, 0);
    }

    static void sent(Tx tx, String id) {
        if (tx.update("update commands set state = 'sent' where id = ? and state = 'waiting'", id) > 0) {
            tx.change(ChangeKind.COMMAND, id, ChangeOp.CHANGED, 0);
        }
    }

    /** It is over; once. */
    static boolean ended(Tx tx, String agentId, String id, Command.State state, Optional<String> message,
                         Optional<byte[]> output) {
        boolean changed = tx.update("update commands set state = ?, done_at = ?, message = ?, output = coalesce(?, output) "
                        + "where id = ? and agent_id = ? and state in ('waiting', 'sent')", state.text(), tx.now(), message, output, id,
                agentId) > 0;
        if (changed) {
            tx.change(ChangeKind.COMMAND, id, ChangeOp.CHANGED, 0);
            tx.change(ChangeKind.PLACEMENT, agentId, ChangeOp.CHANGED, 0);
        }
        return changed;
    }

    static void output(Tx tx, String agentId, String id, byte[] output) {
        int changed = tx.update("update commands set output = ? where id = ? and agent_id = ? and type = 'diagnostics'", output,
                id, agentId);
        if (changed == 0) {
            throw new PenstockException(ErrorKind.CONFLICT, "commands.state", "the agent was not asked for diagnostics by "
                    + id);
        }
    }

    static Optional<byte[]> output(Rows rows, String id) {
        return rows.one("select output from commands where id = ?", row -> row.mayBytes("output"), id).flatMap(it -> it);
    }

    static List<Command> late(Rows rows, Json json, Instant now) {
        return rows.list("select " + COLUMNS + " from commands where state in ('waiting', 'sent') and expires_at < ? limit 500",
                row -> read(json, row), now);
    }
}
