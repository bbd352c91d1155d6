package io.penstock.control.server.rollout;

import io.penstock.control.server.store.Row;
import io.penstock.control.server.store.Rows;
import io.penstock.control.server.store.Tx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table {@code rollout_targets}. */
public final class TargetTable {
    private static final String COLUMNS = "rollout_id, ordinal, agent_id, pipe_id, spec_before, spec_after, stage, batch, "
            + "state, at, message";

    private TargetTable() {
    }

    /** All of a rollout. */
    static List<Target> of(Rows rows, String rolloutId) {
        return rows.list("select " + COLUMNS + " from rollout_targets where rollout_id = ? order by ordinal",
                TargetTable::read, rolloutId);
    }

    /** Some of a rollout. */
    static List<Target> page(Rows rows, String rolloutId, Optional<String> state, int after, int limit) {
        return rows.list("select " + COLUMNS + " from rollout_targets where rollout_id = ? and ordinal > ? "
                        + "and (? = '' or state = ?) order by ordinal limit ?", TargetTable::read, rolloutId, after,
                state.orElse(""), state.orElse(""), limit);
    }

    /** How many there are in each state. */
    static Map<TargetState, Long> counts(Rows rows, String rolloutId) {
        Map<TargetState, Long> counts = new EnumMap<>(TargetState.class);
        rows.list("select state, count(*) as many from rollout_targets where rollout_id = ? group by state",
                row -> counts.put(TargetState.of(row.text("state")), row.number("many")), rolloutId);
        return counts;
    }

    /** Pipes, or settings, that open rollouts have not finished with. */
    static List<String> busy(Rows rows, Collection<String> rolloutIds) {
        List<String> pipes = new ArrayList<>();
        rolloutIds.forEach(id -> pipes.addAll(rows.list("select distinct pipe_id from rollout_targets where rollout_id = ? "
                + "and state in ('waiting', 'released')", row -> row.text("pipe_id"), id)));
        return pipes;
    }

    /** What a rollout has not finished with. */
    static List<Target> unanswered(Rows rows, String rolloutId) {
        return rows.list("select " + COLUMNS + " from rollout_targets where rollout_id = ? and state in ('waiting', 'released')",
                TargetTable::read, rolloutId);
    }

    private static Target read(Row row) {
        return new Target(row.text("rollout_id"), (int) row.number("ordinal"), row.text("agent_id"), row.text("pipe_id"),
                row.mayText("spec_before"), row.mayText("spec_after"), (int) row.number("stage"), (int) row.number("batch"),
                TargetState.of(row.text("state")), row.mayTime("at"), row.mayText("message"));
    }

    static void insert(Tx tx, Collection<Target> targets) {
        List<Object[]> values = new ArrayList<>();
        targets.forEach(one -> values.add(new Object[] {one.rolloutId(), one.ordinal(), one.agentId(), one.pipeId(),
                one.before(), one.after(), one.stage(), one.batch(), one.state().text(), one.at(), one.message()}));
        tx.batch("insert into rollout_targets (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values);
    }

    /** Changes the state of targets; a batch where they are released. */
    static void state(Tx tx, Collection<Target> targets, TargetState state, Optional<Integer> batch,
                      Optional<String> message) {
        List<Object[]> values = new ArrayList<>();
        targets.forEach(one -> values.add(new Object[] {state.text(), batch.orElse(one.batch()), tx.now(), message,
                one.rolloutId(), one.ordinal()}));
        tx.batch("update rollout_targets set state = ?, batch = ?, at = ?, message = ? where rollout_id = ? and ordinal = ?",
                values);
    }

    /** What an agent has answered; once. */
    static int answered(Tx tx, Outcome outcome, TargetState state) {
        return tx.update("update rollout_targets set state = ?, at = ?, message = ? where rollout_id = ? and agent_id = ? "
                        + "and pipe_id = ? and coalesce(spec_after, '') = ? and state in ('released', 'skipped', 'failed') "
                        + "and state <> ?", state.text(), tx.now(), outcome.message(), outcome.rolloutId(), outcome.agentId(),
                outcome.pipeId(), outcome.spec().orElse(""), state.text());
    }

    /** Newer plans for a pipe take over what is not answered. */
    static void supersede(Tx tx, String rolloutId, String pipeId, Optional<String> agentId) {
        tx.update("update rollout_targets set state = 'superseded', at = ? where rollout_id = ? and pipe_id = ? "
                        + "and (? = '' or agent_id = ?) and state in ('waiting', 'released')", tx.now(), rolloutId, pipeId,
                agentId.orElse(""), agentId.orElse(""));
    }

    /** The agent is gone: nobody waits for it. */
    public static void forget(Tx tx, String agentId) {
        tx.update("update rollout_targets set state = 'superseded', at = ?, message = 'the agent was removed' "
                + "where agent_id = ? and state in ('waiting', 'released')", tx.now(), agentId);
    }
}
