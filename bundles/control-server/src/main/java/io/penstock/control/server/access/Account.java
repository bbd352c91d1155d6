package io.penstock.control.server.access;

import io.penstock.control.server.http.Role;
import io.penstock.control.server.store.Row;
import java.time.Instant;
import java.util.Optional;

/** One row of {@code accounts}: a program that uses the API. */
record Account(String id, String name, Role role, Optional<String> selector, boolean disabled, Instant createdAt, long version) {
    static final String COLUMNS = "id, name, role, selector, disabled, created_at, version";

    static Account read(Row row) {
        return new Account(row.text("id"), row.text("name"), Credential.role(row.text("role")), row.mayText("selector"),
                row.flag("disabled"), row.time("created_at"), row.number("version"));
    }
}
