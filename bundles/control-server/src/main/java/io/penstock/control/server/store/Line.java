package io.penstock.control.server.store;

import io.penstock.control.server.store.sql.Dialect;
import io.penstock.control.server.store.sql.SqlSession;
import java.sql.SQLException;

/** One thread's connection, opened when it is needed and opened anew after a failure. Only {@link #close} may come from another. */
final class Line implements AutoCloseable {
    private final Dialect dialect;
    private volatile SqlSession session;
    private volatile boolean closed;

    Line(Dialect dialect) {
        this.dialect = dialect;
    }

    /** The connection; made now if there is none. */
    SqlSession session() throws SQLException {
        if (session == null) {
            session = new SqlSession(dialect.connect());
            if (closed) {
                drop();
                throw new SQLException("the store is closed", "08003");
            }
        }
        return session;
    }

    /** Gives the connection up: what it had open is undone. */
    void drop() {
        SqlSession dropped = session;
        session = null;
        if (dropped != null) {
            dropped.close();
        }
    }

    @Override
    public void close() {
        closed = true;
        drop();
    }
}
