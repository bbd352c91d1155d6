package io.penstock.control.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;
import java.util.SortedMap;

/**
 * How an agent is.
 *
 * @param status all in one
 * @param message for people
 * @param parts by name
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HealthReport(HealthStatus status, Optional<String> message, SortedMap<String, HealthPart> parts) {
    public HealthReport {
        Given.required(status, "status");
        Given.textIfAny(message, "message", 0, 4_000);
        parts = Given.mapIfAny(parts, "parts", 200);
    }
}
