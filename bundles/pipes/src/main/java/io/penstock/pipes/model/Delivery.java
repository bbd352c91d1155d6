package io.penstock.pipes.model;

import io.penstock.core.options.Option;
import io.penstock.core.value.ByteSize;

/** How a pipe as a whole delivers: the {@code delivery:} table. */
public record Delivery(
        @Option(doc = "How many bytes of events may be in memory between the inputs and the outputs' receivers; "
                + "inputs wait when it is used up.", value = "16MiB", min = 65536) ByteSize maxInFlight,
        @Option(doc = "What becomes of events that an output refuses for good: dlq, drop or fail.", value = "dlq")
        OnError onPoison) {
}
