package io.penstock.control.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;

/**
 * What became of the newest revision an agent tried.
 *
 * @param revision of the pipe
 * @param spec hash of the manifest's entry
 * @param result what came of it
 * @param code why not; stable
 * @param message why not; for people
 * @param at when
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record LastAttempt(int revision, String spec, AttemptResult result, Optional<String> code, Optional<String> message,
                          Instant at) {
    public LastAttempt {
        Given.within(revision, "revision", 1, Integer.MAX_VALUE);
        TextRule.SHA256.checked(spec, "spec");
        Given.required(result, "result");
        Given.textIfAny(code, "code", 1, 100);
        Given.textIfAny(message, "message", 0, 4_000);
        Given.required(at, "at");
    }
}
