package io.penstock.relay.server;

import io.penstock.core.options.Option;
import io.penstock.core.value.ByteSize;
import io.penstock.core.value.Rate;
import java.util.Optional;

/** How much the server takes on. Immutable. */
public record RelayLimits(
        @Option(doc = "How many clients may be connected; further ones are told to come again later.", value = "1000",
                min = 1, max = 100_000) int connections,
        @Option(doc = "How many connections may be under way that have not proved who they are; further ones wait.",
                value = "64", min = 1, max = 10_000) int unauthenticated,
        @Option(doc = "What may have arrived and wait for its turn, of all clients together.", value = "64MiB",
                min = 1 << 20, max = 1L << 36) ByteSize bytesInFlight,
        @Option(doc = "The same, of one client; also how much it may send ahead of what is acknowledged.", value = "8MiB",
                min = 1 << 18, max = 1L << 30) ByteSize perClient,
        @Option(doc = "How many events a client may send; a faster one is slowed down. Without, as many as it can.",
                example = "50000/s") Optional<Rate> rate) {
}
