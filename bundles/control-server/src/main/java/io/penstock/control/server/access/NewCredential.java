package io.penstock.control.server.access;

import io.penstock.control.api.CredentialKind;
import io.penstock.control.server.http.Role;
import java.time.Instant;
import java.util.Optional;

/**
 * What is to be made.
 *
 * @param owner an agent's, user's or account's id
 * @param label for people; may be empty
 * @param createdBy an actor
 * @param role where it may do less than its owner
 * @param cookie whether it travels as a cookie
 * @param usedFrom where it is used first; a session's
 */
public record NewCredential(CredentialKind kind, String owner, String label, String createdBy, Optional<Instant> expires,
        Optional<Role> role, boolean cookie, Optional<String> usedFrom) {
    /** One without particulars. */
    public static NewCredential of(CredentialKind kind, String owner, String label, String createdBy,
            Optional<Instant> expires) {
        return new NewCredential(kind, owner, label, createdBy, expires, Optional.empty(), false, Optional.empty());
    }
}
