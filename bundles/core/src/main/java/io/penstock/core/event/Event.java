package io.penstock.core.event;

import java.time.Instant;

/**
 * What flows through a pipe. Immutable, so that a fan-out may share it, and made of core types only, so that it outlives
 * the class loader of the plugin that made it. A closed family: {@link Record} or {@link Measurement}.
 */
public sealed interface Event permits Record, Measurement {
    /** When it happened, to the nanosecond. */
    Instant time();

    /** Roughly how much heap it holds, in bytes; every buffer of the product is bounded by the sum of these. */
    int sizeBytes();

    /**
     * The event as ordered fields, as expressions and text formats see it. For a record its own fields; for a
     * measurement {@code metric, time, value, unit, resource, consumer, attributes}.
     */
    Fields fields();

    /** The same event with other fields. A measurement whose fields still name a metric and a number stays one. */
    Event withFields(Fields fields);
}
