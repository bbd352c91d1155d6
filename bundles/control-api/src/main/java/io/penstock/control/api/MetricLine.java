package io.penstock.control.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.SortedMap;

/**
 * One measured value.
 *
 * @param at when, by the agent's clock
 * @param name the metric's name
 * @param kind whether it only grows
 * @param labels what tells its series apart
 * @param value finite
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MetricLine(Instant at, String name, MetricKind kind, SortedMap<String, String> labels, double value) {
    public MetricLine {
        Given.required(at, "at");
        TextRule.METRIC_NAME.checked(name, "name");
        Given.required(kind, "kind");
        labels = Given.mapIfAny(labels, "labels", 32);
        Given.finite(value, "value");
    }
}
