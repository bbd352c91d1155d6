package io.penstock.control.server.fleet;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;

/** What an agent did not take, and is not offered again until somebody says so. Immutable. */
public record Refusal(@JsonIgnore String agentId, @JsonIgnore String pipeId, String spec, Instant at, String code,
                      String message) {
}
