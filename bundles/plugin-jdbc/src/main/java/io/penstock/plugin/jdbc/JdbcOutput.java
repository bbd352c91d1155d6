package io.penstock.plugin.jdbc;

import io.penstock.core.batch.Batch;
import io.penstock.core.batch.BatchId;
import io.penstock.core.error.PenstockException;
import io.penstock.core.plugin.Output;
import io.penstock.core.plugin.RejectedEvents;
import io.penstock.core.time.Clock;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Writes each batch in one transaction, together with its id. One connection, used under the lock of this object;
 * {@link #close} takes that lock too, after ending the statement that holds it.
 */
final class JdbcOutput implements Output {
    private final JdbcOptions options;
    private final Dialect dialect;
    private final Clock clock;
    private Optional<BatchId> toldOf = Optional.empty();
    private volatile Session session;
    private volatile boolean closed;

    JdbcOutput(JdbcOptions options, Dialect dialect, Clock clock) {
        this.options = options;
        this.dialect = dialect;
        this.clock = clock;
    }

    @Override
    public synchronized void open() {
        drop();
        try {
            connect();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private Session connect() throws SQLException {
        if (closed) {
            throw PenstockException.retry("jdbc.closed", "the output is closed", null);
        }
        Connection connection = dialect.connect();
        session = new Session(connection, dialect, options, clock);
        session.prepare();
        return session;
    }

    /** The open session; a new one when the last broke, or its file was removed. */
    private Session session() throws SQLException {
        if (session != null && !dialect.current()) {
            drop();
        }
        return session == null ? connect() : session;
    }

    @Override
    public synchronized OptionalLong committed(String stream) {
        try {
            return session().committed(stream);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @Override
    public synchronized void write(Batch batch) {
        Map<Integer, String> rejected;
        try {
            rejected = session().store(batch, toldOf);
        } catch (SQLException e) {
            throw failed(e);
        } catch (PenstockException e) {
            drop();
            throw e;
        }
        toldOf = rejected.isEmpty() ? Optional.empty() : Optional.of(batch.id());
        if (!rejected.isEmpty()) {
            throw new RejectedEvents(rejected);
        }
    }

    /** The connection is not trusted after an error. */
    private PenstockException failed(SQLException failure) {
        drop();
        return dialect.translate(failure);
    }

    private void drop() {
        Session last = session;
        session = null;
        if (last != null) {
            last.close();
        }
    }

    @Override
    public void close() {
        closed = true;
        Session running = session;
        if (running != null) {
            running.interrupt();
        }
        synchronized (this) {
            drop();
        }
    }
}
