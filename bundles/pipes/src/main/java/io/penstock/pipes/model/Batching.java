package io.penstock.pipes.model;

import io.penstock.core.options.Option;
import io.penstock.core.value.ByteSize;
import java.time.Duration;

/** When an output's batch is closed: whichever comes first. The {@code batch:} table of an output. */
public record Batching(
        @Option(doc = "Close a batch at this many events.", value = "5000", min = 1, max = 1_000_000) int maxEvents,
        @Option(doc = "Close a batch at this size.", value = "1MiB", min = 1, max = 268_435_456) ByteSize maxBytes,
        @Option(doc = "Close a batch this long after its first event came. 0s sends at once what is there.",
                value = "100ms", min = 0) Duration timeout) {
}
