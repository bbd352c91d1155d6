package io.penstock.control.server.store;

import io.penstock.control.server.store.sql.Dialect;
import io.penstock.control.server.store.sql.SqlSession;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What one work does within a transaction, and what it wants told at its commit. */
final class SessionTx implements Tx {
    /** Who changes something without an entry in the audit. */
    private static final String SYSTEM = "server";

    /** A change that has no number yet. */
    record Told(ChangeKind kind, String id, ChangeOp op, long version) {
    }

    private final Dialect dialect;
    private final SqlSession session;
    private final Rows rows;
    private final Instant now;
    private final List<Told> changes = new ArrayList<>();
    private final List<Act> acts = new ArrayList<>();
    private final List<Runnable> effects = new ArrayList<>();
    private boolean broken;

    SessionTx(Dialect dialect, SqlSession session, Instant now) {
        this.dialect = dialect;
        this.session = session;
        this.rows = new SessionRows(session);
        this.now = now;
    }

    @Override
    public <T> List<T> list(String sql, RowReader<T> reader, Object... values) {
        whole();
        return rows.list(sql, reader, values);
    }

    @Override
    public <T> Optional<T> one(String sql, RowReader<T> reader, Object... values) {
        whole();
        return rows.one(sql, reader, values);
    }

    @Override
    public int update(String sql, Object... values) {
        whole();
        try {
            return session.update(sql, values);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @Override
    public void batch(String sql, List<Object[]> values) {
        whole();
        if (values.isEmpty()) {
            return;
        }
        try {
            session.batch(sql, values);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** PostgreSQL does nothing more in a transaction after a failure; nor do we, on either database. */
    private void whole() {
        if (broken) {
            throw new PenstockException(ErrorKind.BUG, "store.work", "a work went on after a statement of it had failed");
        }
    }

    private RuntimeException failed(SQLException failure) {
        broken = true;
        SQLException first = failure.getNextException() == null ? failure : failure.getNextException();
        return dialect.duplicate(first)
                ? new PenstockException(ErrorKind.CONFLICT, "store.unique", "there is a row like it: " + first.getMessage(), first)
                : new SqlFailure(first);
    }

    @Override
    public void change(ChangeKind kind, String id, ChangeOp op, long version) {
        changes.add(new Told(kind, id, op, version));
    }

    @Override
    public void audit(Act act) {
        acts.add(act);
    }

    @Override
    public void onCommit(Runnable effect) {
        effects.add(effect);
    }

    @Override
    public Instant now() {
        return now;
    }

    /** By the clock all servers share, if there is one. */
    Instant sharedNow() {
        try {
            return dialect.now(session).orElse(now);
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    List<Told> changes() {
        return changes;
    }

    List<Act> acts() {
        return acts;
    }

    List<Runnable> effects() {
        return effects;
    }

    String actor() {
        return acts.isEmpty() ? SYSTEM : acts.get(0).actor();
    }
}
