package io.penstock.plugin.basic;

import io.penstock.core.options.Option;
import java.time.Duration;

record DiscardOptions(
        @Option(doc = "How long each batch takes: more than zero plays a slow receiver.", value = "0s", min = 0)
        Duration latency) {
}
