package io.penstock.control.server.store;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** The row a result is at. */
final class SqlRow implements Row {
    private final ResultSet result;

    SqlRow(ResultSet result) {
        this.result = result;
    }

    private interface Getter<T> {
        T get(String column) throws SQLException;
    }

    @Override
    public String text(String column) {
        return present(column, mayText(column));
    }

    @Override
    public Optional<String> mayText(String column) {
        return Optional.ofNullable(get(column, result::getString));
    }

    @Override
    public long number(String column) {
        return mayNumber(column).orElseThrow(() -> missing(column));
    }

    @Override
    public OptionalLong mayNumber(String column) {
        return get(column, name -> {
            long number = result.getLong(name);
            return result.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
        });
    }

    @Override
    public boolean flag(String column) {
        return number(column) != 0;
    }

    @Override
    public Instant time(String column) {
        return Instant.ofEpochMilli(number(column));
    }

    @Override
    public Optional<Instant> mayTime(String column) {
        OptionalLong number = mayNumber(column);
        return number.isPresent() ? Optional.of(Instant.ofEpochMilli(number.getAsLong())) : Optional.empty();
    }

    @Override
    public byte[] bytes(String column) {
        return present(column, mayBytes(column));
    }

    @Override
    public Optional<byte[]> mayBytes(String column) {
        return Optional.ofNullable(get(column, result::getBytes));
    }

    private static <T> T get(String column, Getter<T> getter) {
        try {
            return getter.get(column);
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    private static <T> T present(String column, Optional<T> value) {
        return value.orElseThrow(() -> missing(column));
    }

    private static PenstockException missing(String column) {
        return new PenstockException(ErrorKind.BUG, "store.null", "the column " + column + " is null");
    }
}
