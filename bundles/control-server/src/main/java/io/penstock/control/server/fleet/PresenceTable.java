package io.penstock.control.server.fleet;

import io.penstock.control.api.Json;
import io.penstock.control.server.pipe.JsonColumns;
import io.penstock.control.server.store.ChangeKind;
import io.penstock.control.server.store.ChangeOp;
import io.penstock.control.server.store.Row;
import io.penstock.control.server.store.Rows;
import io.penstock.control.server.store.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The tables {@code presence} and {@code state_history}. */
final class PresenceTable {
    private static final String COLUMNS = "agent_id, server, boot_id, last_seen, address, said_goodbye, state, substate, since, "
            + "reason, report, conflict";
    private static final int MAX_HISTORY = 200;

    private PresenceTable() {
    }

    /** A line of an agent's history; as in the API. */
    record Change(Instant at, AgentState state, Substate substate, String reason) {
    }

    static List<Presence> all(Rows rows, Json json) {
        return rows.list("select " + COLUMNS + " from presence", row -> read(json, row));
    }

    /** Those another server has seen since. */
    static List<Presence> others(Rows rows, Json json, String server, Instant since) {
        return rows.list("select " + COLUMNS + " from presence where server <> ? and last_seen > ?", row -> read(json, row),
                server, since);
    }

    private static Presence read(Json json, Row row) {
        return new Presence(row.text("agent_id"), row.text("server"), row.mayText("boot_id"), row.mayTime("last_seen"),
                row.mayText("address"), row.flag("said_goodbye"), new Status(Substate.of(row.text("substate")),
                row.mayText("reason").orElse(""), row.time("since")),
                JsonColumns.may(json, row.mayText("report"), Told.class).orElse(Told.NOTHING),
                JsonColumns.may(json, row.mayText("conflict"), Conflict.class));
    }

    static void put(Tx tx, Json json, Collection<Presence> presences) {
        List<Object[]> values = new ArrayList<>();
        presences.forEach(one -> values.add(new Object[] {one.agentId(), one.server(), one.bootId(), one.lastSeen(),
                one.address(), one.goodbye(), one.status().state().text(), one.status().substate().text(),
                one.status().since(), one.status().reason(), json.text(one.told()),
                JsonColumns.text(json, one.conflict())}));
        tx.batch("insert into presence (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                + "on conflict (agent_id) do update set server = excluded.server, boot_id = excluded.boot_id, "
                + "last_seen = excluded.last_seen, address = excluded.address, said_goodbye = excluded.said_goodbye, "
                + "state = excluded.state, substate = excluded.substate, since = excluded.since, reason = excluded.reason, "
                + "report = excluded.report, conflict = excluded.conflict", values);
    }

    static void history(Tx tx, String agentId, Status status) {
        tx.update("insert into state_history (agent_id, at, state, substate, reason) values (?, ?, ?, ?, ?) "
                        + "on conflict (agent_id, at) do update set state = excluded.state, substate = excluded.substate, "
                        + "reason = excluded.reason", agentId, status.since(), status.state().text(), status.substate().text(),
                status.reason());
        tx.change(ChangeKind.AGENT_STATE, agentId, ChangeOp.CHANGED, 0);
    }

    /** Newest first. */
    static List<Change> history(Rows rows, String agentId, Instant before, int limit) {
        return rows.list("select at, state, substate, reason from state_history where agent_id = ? and at < ? "
                        + "order by at desc limit ?", row -> new Change(row.time("at"), AgentState.of(row.text("state")),
                Substate.of(row.text("substate")), row.mayText("reason").orElse("")), agentId, before, limit);
    }

    /** Old lines, and more than {@value #MAX_HISTORY} of one agent, go. */
    static void tidy(Tx tx, Instant before) {
        tx.update("delete from state_history where at < ?", before);
        List<String> many = tx.list("select agent_id from state_history group by agent_id having count(*) > ? limit 500",
                row -> row.text("agent_id"), MAX_HISTORY);
        for (String agentId : many) {
            Optional<Instant> oldest = tx.one("select at from state_history where agent_id = ? order by at desc limit 1 offset ?",
                    row -> row.time("at"), agentId, MAX_HISTORY - 1);
            oldest.ifPresent(at -> tx.update("delete from state_history where agent_id = ? and at < ?", agentId, at));
        }
    }
}
