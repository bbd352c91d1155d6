package io.penstock.pipes.model;

import io.penstock.core.options.Option;
import io.penstock.core.plugin.OutputPlugin;
import io.penstock.core.value.ByteSize;
import java.time.Duration;
import java.util.Optional;

/** When an output's batch is closed: whichever comes first. The {@code batch:} table of an output. */
public record Batching(
        @Option(doc = "Close a batch at this many events. Absent: 5000, or what suits the output.", example = "1000",
                min = 1, max = 1_000_000) Optional<Integer> maxEvents,
        @Option(doc = "Close a batch at this size. Absent: 1MiB, or what suits the output.", example = "1MiB", min = 1,
                max = 268_435_456) Optional<ByteSize> maxBytes,
        @Option(doc = "Close a batch this long after its first event came. 0s sends at once what is there.",
                value = "100ms", min = 0) Duration timeout) {

    /** What holds for an output of this plugin: what is not said here, the plugin says. */
    public BatchLimits limits(OutputPlugin<?> plugin) {
        return new BatchLimits(maxEvents.orElseGet(plugin::batchEvents), maxBytes.orElseGet(plugin::batchBytes), timeout);
    }
}
