package io.penstock.control.client.wire;

import io.penstock.control.api.ConflictWith;
import java.time.Duration;
import java.util.Optional;

/**
 * That the server has not done what it was asked. Immutable.
 *
 * @param status HTTP's
 * @param code what happened; empty when the answer was no problem of ours, as from a proxy
 * @param message for people
 * @param retryAfter how long the server wants to be left alone
 * @param conflict who else has this identity
 */
public record Refusal(int status, String code, String message, Optional<Duration> retryAfter, Optional<ConflictWith> conflict) {
    /** In one line. */
    public String text() {
        return (code.isEmpty() ? "HTTP " + status : code) + ": " + message;
    }
}
