package io.penstock.control.server.store;

import io.penstock.control.server.store.sql.SqlSession;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Rows of a connection, within the transaction it is in. */
final class SessionRows implements Rows {
    private final SqlSession session;

    SessionRows(SqlSession session) {
        this.session = session;
    }

    @Override
    public <T> List<T> list(String sql, RowReader<T> reader, Object... values) {
        try {
            return session.list(sql, row -> reader.read(new SqlRow(row)), values);
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    @Override
    public <T> Optional<T> one(String sql, RowReader<T> reader, Object... values) {
        try {
            return session.one(sql, row -> reader.read(new SqlRow(row)), values);
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }
}
