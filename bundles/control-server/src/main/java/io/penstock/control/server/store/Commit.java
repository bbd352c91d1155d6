package io.penstock.control.server.store;

import io.penstock.control.server.store.sql.Dialect;
import io.penstock.control.server.store.sql.SqlSession;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.time.Clock;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Does works in one transaction, each of which may fail alone. The writer's thread only. */
final class Commit implements AutoCloseable {
    private static final int TRIES = 3;

    private final Dialect dialect;
    private final Clock clock;
    private final ChangeLog log;
    private final Line line;

    Commit(Dialect dialect, Clock clock, AuditChain audit) {
        this.dialect = dialect;
        this.clock = clock;
        this.log = new ChangeLog(audit);
        this.line = new Line(dialect);
    }

    /**
     * Does them all and commits; those that failed by themselves have been answered.
     *
     * @return what changed
     * @throws PenstockException when nothing of it was kept
     */
    List<Change> run(List<Work<?>> works) {
        for (int tries = 1; ; tries++) {
            Attempt attempt = new Attempt();
            try {
                return attempt.run(works);
            } catch (SQLException e) {
                line.drop();
                if (attempt.wasCommitted()) {
                    return attempt.changes;
                }
                if (tries == TRIES || !dialect.worthTrying(e)) {
                    throw dialect.translate(e);
                }
            }
        }
    }

    /** One try; remembers what is needed to find out what became of it. */
    private final class Attempt {
        private List<Change> changes = List.of();
        private Optional<String> committing = Optional.empty();

        List<Change> run(List<Work<?>> works) throws SQLException {
            SqlSession session = line.session();
            Instant now = Instant.ofEpochMilli(clock.now().toEpochMilli());
            session.run(dialect.beginWriting());
            List<SessionTx> done = new ArrayList<>();
            for (Work<?> work : works) {
                if (!work.answer().isDone() && alone(session, work, now)) {
                    done.add(work.tx());
                }
            }
            changes = log.append(session, now, done);
            if (!changes.isEmpty()) {
                dialect.tell(session, Long.toString(changes.get(changes.size() - 1).seq()));
            }
            committing = dialect.transaction(session);
            session.run("commit");
            return changes;
        }

        /** The connection may have been lost after the database got the word and before we got its answer. */
        boolean wasCommitted() {
            if (committing.isEmpty()) {
                return false;
            }
            try {
                return dialect.committed(line.session(), committing.get());
            } catch (SQLException e) {
                line.drop();
                throw PenstockException.retry("store.unavailable", "the connection to the database " + dialect.shown()
                        + " was lost while it committed: whether it did cannot be asked for now", e);
            }
        }
    }

    /** After a failure that nobody expected. */
    void drop() {
        line.drop();
    }

    private boolean alone(SqlSession session, Work<?> work, Instant now) throws SQLException {
        session.run("savepoint work");
        try {
            work.run(dialect, session, now);
            session.run("release savepoint work");
            return true;
        } catch (SqlFailure e) {
            PenstockException translated = dialect.translate(e.sql());
            if (translated.kind() != ErrorKind.BUG) {
                throw e.sql();
            }
            session.run("rollback to savepoint work");
            work.fail(translated);
        } catch (RuntimeException | Error e) {
            session.run("rollback to savepoint work");
            work.fail(e);
        }
        return false;
    }

    @Override
    public void close() {
        line.close();
    }
}
