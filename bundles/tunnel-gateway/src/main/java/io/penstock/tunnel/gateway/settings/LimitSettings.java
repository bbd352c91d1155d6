package io.penstock.tunnel.gateway.settings;

import io.penstock.core.options.Option;
import io.penstock.core.value.ByteSize;

/** How much the gateway takes on. Immutable. */
public record LimitSettings(
        @Option(doc = "Most connections of agents and visitors.", value = "2000", min = 1, max = 100_000) int connections,
        @Option(doc = "Most connections that have not proved who they are; further ones wait in the system's queue.",
                value = "256", min = 1, max = 10_000) int unauthenticated,
        @Option(doc = "Of these, most from one address (IPv6: /64); further ones are closed.", value = "128", min = 1,
                max = 10_000) int unauthenticatedPerAddress,
        @Option(doc = "Most streams in all.", value = "20000", min = 1, max = 1_000_000) int streams,
        @Option(doc = "Memory a connection may hold for what its streams have not taken yet.", value = "64MiB",
                min = 1 << 20, max = 1L << 32) ByteSize receiveBudget) {
}
