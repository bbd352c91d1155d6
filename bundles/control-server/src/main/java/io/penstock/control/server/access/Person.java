package io.penstock.control.server.access;

import io.penstock.control.server.http.Role;
import io.penstock.control.server.store.Row;
import java.time.Instant;
import java.util.Optional;

/** One row of {@code users}, without the password. */
record Person(String id, String name, Role role, boolean disabled, Instant createdAt, Instant passwordAt, long failed,
        Optional<Instant> lockedUntil, long version) {
    static final String COLUMNS = "id, name, role, disabled, created_at, password_at, failed, locked_until, version";

    static Person read(Row row) {
        return new Person(row.text("id"), row.text("name"), Credential.role(row.text("role")), row.flag("disabled"),
                row.time("created_at"), row.time("password_at"), row.number("failed"), row.mayTime("locked_until"),
                row.number("version"));
    }
}
