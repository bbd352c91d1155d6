package io.penstock.control.server.store.sql;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Connections for a library that wants a data source; those it forgets are closed with this. One thread. */
final class Connections implements DataSource, AutoCloseable {
    private final Dialect dialect;
    private final List<Connection> given = new ArrayList<>();

    Connections(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = dialect.connect();
        given.add(connection);
        return connection;
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the user is given beforehand");
    }

    @Override
    public PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        // It logs nothing.
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // The dialect has its own.
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("this is no " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }

    @Override
    public void close() {
        for (Connection connection : given) {
            new SqlSession(connection).close();
        }
    }
}
