package io.penstock.control.server.access;

import io.penstock.control.api.CredentialKind;
import io.penstock.control.server.http.Role;
import io.penstock.control.server.store.Row;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** One row of {@code credentials}, without its hash. */
record Credential(String id, CredentialKind kind, String owner, String label, Optional<Role> role, boolean cookie,
        String last4, Instant createdAt, String createdBy, Optional<Instant> expiresAt, Optional<Instant> revokedAt,
        Optional<Instant> usedAt, Optional<String> usedFrom, Optional<String> successor, long version) {
    static final String COLUMNS = "id, kind, owner, label, role, cookie, last4, created_at, created_by, expires_at, revoked_at,"
            + " used_at, used_from, successor, version";

    static Credential read(Row row) {
        return new Credential(row.text("id"), CredentialKind.of(row.text("kind")).orElseThrow(), row.text("owner"),
                row.text("label"), row.mayText("role").map(Credential::role), row.flag("cookie"), row.text("last4"),
                row.time("created_at"), row.text("created_by"), row.mayTime("expires_at"), row.mayTime("revoked_at"),
                row.mayTime("used_at"), row.mayText("used_from"), row.mayText("successor"), row.number("version"));
    }

    static Role role(String text) {
        return Role.valueOf(text.toUpperCase(Locale.ROOT));
    }

    Presented.State state(Instant now) {
        if (revokedAt.isPresent()) {
            return Presented.State.REVOKED;
        }
        return expiresAt.isPresent() && !now.isBefore(expiresAt.get()) ? Presented.State.EXPIRED : Presented.State.VALID;
    }
}
