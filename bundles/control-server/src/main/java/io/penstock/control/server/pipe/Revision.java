package io.penstock.control.server.pipe;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;

/** A text a pipe has, or had; never changed, never deleted. As in the API. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Revision(String pipeId, int number, String artifact, String message, String author, Instant at,
                       Optional<Integer> restoredFrom) {
}
