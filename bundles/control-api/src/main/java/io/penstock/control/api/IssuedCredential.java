package io.penstock.control.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.core.value.Secret;
import java.time.Instant;
import java.util.Optional;

/**
 * A credential of the agent's own.
 *
 * @param token to be sent as bearer
 * @param expiresAt after which it is refused
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record IssuedCredential(Secret token, Optional<Instant> expiresAt) {
    public IssuedCredential {
        Given.token(token, "token");
        Given.required(expiresAt, "expiresAt");
    }
}
