package io.penstock.relay.wire.alumet.api;

import static java.util.Objects.requireNonNull;

import io.penstock.core.event.Entity;
import io.penstock.core.event.Fields;

/**
 * A point as it travels.
 *
 * @param metric the metric's number
 * @param second seconds since 1970, unsigned
 * @param nano an u32
 * @param value an {@code Unsigned} or a {@code Double}
 * @param resource what was measured
 * @param consumer who used it
 * @param attributes {@code Double}, {@code Unsigned}, {@code Boolean}, {@code String} or lists of {@code Unsigned}
 */
public record AlumetPoint(long metric, long second, int nano, Number value, Entity resource, Entity consumer,
                          Fields attributes) {
    public AlumetPoint {
        requireNonNull(value, "value is null");
        requireNonNull(resource, "resource is null");
        requireNonNull(consumer, "consumer is null");
        requireNonNull(attributes, "attributes is null");
    }
}
