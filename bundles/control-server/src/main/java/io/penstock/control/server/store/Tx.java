package io.penstock.control.server.store;

import java.time.Instant;
import java.util.List;

/**
 * A writing transaction. The work that gets one may run again from its start, and must have no effect outside but by
 * {@link #onCommit}.
 */
public interface Tx extends Rows {
    /**
     * Changes rows.
     *
     * @return how many
     * @throws io.penstock.core.error.PenstockException CONFLICT {@code store.unique} when a row like it is there already:
     *         this work can do nothing more then, and lets that out, or another exception
     */
    int update(String sql, Object... values);

    /** The same statement for many rows. */
    void batch(String sql, List<Object[]> values);

    /** Tells of a change; becomes one row of the change log at commit. */
    void change(ChangeKind kind, String id, ChangeOp op, long version);

    /** Tells who did what; becomes one row of the audit at commit. */
    void audit(Act act);

    /**
     * Runs once, after the commit and before the write is answered, in the order of commits, on the feed's thread: for what
     * is kept in memory. Must be short and must not fail.
     */
    void onCommit(Runnable effect);

    /** When this work began: the same each time it is asked. */
    Instant now();
}
