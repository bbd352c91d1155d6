package io.penstock.control.api;

import io.penstock.core.value.Secret;
import java.time.Instant;

/**
 * The credential to use from the next request on. The old one ends with this one's first use.
 *
 * @param token to be sent as bearer
 * @param activateBy after which it is worth nothing, unless used
 */
public record CandidateCredential(Secret token, Instant activateBy) {
    public CandidateCredential {
        Given.token(token, "token");
        Given.required(activateBy, "activateBy");
    }
}
