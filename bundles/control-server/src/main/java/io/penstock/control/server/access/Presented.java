package io.penstock.control.server.access;

import io.penstock.control.api.CredentialKind;
import io.penstock.control.server.http.Role;
import java.time.Instant;
import java.util.Optional;

/**
 * A credential somebody has shown, with the right secret.
 *
 * @param owner an agent's, user's or account's id; else as its maker said
 * @param role where it may do less than its owner
 * @param cookie whether it travels as a cookie
 */
public record Presented(String id, CredentialKind kind, String owner, Optional<Role> role, boolean cookie,
        Optional<Instant> expiresAt, State state) {
    /** Whether it counts. */
    public enum State {
        VALID, EXPIRED, REVOKED
    }

    /** Whether it counts. */
    public boolean valid() {
        return state == State.VALID;
    }
}
