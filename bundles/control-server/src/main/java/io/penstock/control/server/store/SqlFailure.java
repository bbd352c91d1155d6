package io.penstock.control.server.store;

import java.sql.SQLException;

/** Carries the database's failure through a work that knows no SQL to the thread that does. Never leaves this package. */
final class SqlFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final SQLException failure;

    SqlFailure(SQLException failure) {
        super(failure);
        this.failure = failure;
    }

    SQLException sql() {
        return failure;
    }
}
