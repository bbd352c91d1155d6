package io.penstock.control.client.settings;

import io.penstock.core.options.Option;
import io.penstock.core.value.ByteSize;
import java.time.Duration;

/** The table {@code [control-client.metrics]}. */
public record MetricsOptions(
        @Option(doc = "How often everything is measured and sent; 0s never.", value = "60s", min = 0) Duration interval,
        @Option(doc = "What may wait to be sent, in memory and on disk; the oldest go first.", value = "1MiB", min = 65_536,
                max = 64 << 20) ByteSize maxSize) {
}
