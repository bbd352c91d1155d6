package io.penstock.pipes.lang;

import io.penstock.core.options.Option;
import io.penstock.core.value.ByteSize;

/** How many dead letters a pipe keeps: the {@code dlq:} table. */
public record DeadLetters(
        @Option(doc = "How much the pipe's dead letters may take up on disk; beyond it the oldest go.",
                value = "100MiB", min = 65536, shorthand = true) ByteSize maxSize) {
}
