package io.penstock.control.server.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.control.server.http.Role;
import io.penstock.core.value.Secret;
import java.time.Instant;
import java.util.Optional;

/** An API token, as the API shows it; with its secret only where it was just made. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record TokenView(String id, String label, Role role, String last4, Instant createdAt, String createdBy,
        Optional<Instant> expiresAt, Optional<Instant> revokedAt, Optional<Instant> usedAt, Optional<String> usedFrom,
        Optional<Secret> token) {
    static TokenView of(Credential kept, Role ownerRole) {
        return new TokenView(kept.id(), kept.label(), kept.role().orElse(ownerRole), kept.last4(), kept.createdAt(),
                kept.createdBy(), kept.expiresAt(), kept.revokedAt(), kept.usedAt(), kept.usedFrom(), Optional.empty());
    }

    TokenView with(Secret secret) {
        return new TokenView(id, label, role, last4, createdAt, createdBy, expiresAt, revokedAt, usedAt, usedFrom,
                Optional.of(secret));
    }
}
