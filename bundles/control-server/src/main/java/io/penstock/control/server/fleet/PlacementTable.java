package io.penstock.control.server.fleet;

import io.penstock.control.server.pipe.JsonColumns;
import io.penstock.control.server.store.Row;
import io.penstock.control.server.store.Rows;
import io.penstock.control.server.store.Tx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The tables {@code placements}, {@code specs} and {@code refused}. */
public final class PlacementTable {
    private static final String COLUMNS = "agent_id, pipe_id, spec, previous, rollout_id, since";

    private PlacementTable() {
    }

    /** All there are. */
    public static List<Placement> all(Rows rows) {
        return rows.list("select " + COLUMNS + " from placements", PlacementTable::read);
    }

    /** Those of agents. */
    public static List<Placement> of(Rows rows, Collection<String> agentIds) {
        List<Placement> found = new ArrayList<>();
        for (List<String> chunk : AgentTable.chunks(agentIds)) {
            found.addAll(rows.list("select " + COLUMNS + " from placements where agent_id in ("
                    + JsonColumns.marks(chunk) + ")", PlacementTable::read, chunk.toArray()));
        }
        return found;
    }

    /** Those of a pipe. */
    public static List<Placement> ofPipe(Rows rows, String pipeId) {
        return rows.list("select " + COLUMNS + " from placements where pipe_id = ?", PlacementTable::read, pipeId);
    }

    private static Placement read(Row row) {
        return new Placement(row.text("agent_id"), row.text("pipe_id"), row.mayText("spec"), row.mayText("previous"),
                row.mayText("rollout_id"), row.time("since"));
    }

    /** Puts them in, or in the place of those that are there. */
    public static void put(Tx tx, Collection<Placement> placements) {
        List<Object[]> values = new ArrayList<>();
        placements.forEach(one -> values.add(new Object[] {one.agentId(), one.pipeId(), one.spec(), one.previous(),
                one.rolloutId(), one.since()}));
        tx.batch("insert into placements (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?) on conflict (agent_id, pipe_id) "
                + "do update set spec = excluded.spec, previous = excluded.previous, rollout_id = excluded.rollout_id, "
                + "since = excluded.since", values);
    }

    /** Takes away all of an agent. */
    static void removeAgent(Tx tx, String agentId) {
        tx.update("delete from placements where agent_id = ?", agentId);
        tx.update("delete from refused where agent_id = ?", agentId);
    }

    /** Keeps what specs are, by hash. */
    public static void specs(Tx tx, Map<String, String> bodies) {
        List<Object[]> values = new ArrayList<>();
        bodies.forEach((hash, body) -> values.add(new Object[] {hash, body}));
        tx.batch("insert into specs (hash, body) values (?, ?) on conflict (hash) do nothing", values);
    }

    /** What specs are, by hash. */
    public static void readSpecs(Rows rows, Collection<String> hashes, Map<String, String> into) {
        for (List<String> chunk : AgentTable.chunks(hashes)) {
            rows.list("select hash, body from specs where hash in (" + JsonColumns.marks(chunk) + ")",
                    row -> into.put(row.text("hash"), row.text("body")), chunk.toArray());
        }
    }

    /** What was refused, by anybody. */
    public static List<Refusal> refusals(Rows rows) {
        return rows.list("select agent_id, pipe_id, spec, at, code, message from refused", PlacementTable::refusal);
    }

    /** What agents refused. */
    static List<Refusal> refusalsOf(Rows rows, Collection<String> agentIds) {
        List<Refusal> found = new ArrayList<>();
        for (List<String> chunk : AgentTable.chunks(agentIds)) {
            found.addAll(rows.list("select agent_id, pipe_id, spec, at, code, message from refused where agent_id in ("
                    + JsonColumns.marks(chunk) + ")", PlacementTable::refusal, chunk.toArray()));
        }
        return found;
    }

    private static Refusal refusal(Row row) {
        return new Refusal(row.text("agent_id"), row.text("pipe_id"), row.text("spec"), row.time("at"), row.text("code"),
                row.text("message"));
    }

    /** Notes a refusal; the same again changes nothing. */
    public static boolean refuse(Tx tx, Refusal refusal) {
        return tx.update("insert into refused (agent_id, pipe_id, spec, at, code, message) values (?, ?, ?, ?, ?, ?) "
                        + "on conflict (agent_id, pipe_id, spec) do nothing", refusal.agentId(), refusal.pipeId(),
                refusal.spec(), refusal.at(), refusal.code(), refusal.message()) > 0;
    }

    /** It may be offered again. */
    public static int forgive(Tx tx, String agentId, String pipeId) {
        return tx.update("delete from refused where agent_id = ? and pipe_id = ?", agentId, pipeId);
    }
}
