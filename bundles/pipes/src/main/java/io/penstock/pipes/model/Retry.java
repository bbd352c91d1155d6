package io.penstock.pipes.model;

import io.penstock.core.options.Option;
import java.time.Duration;

/** How an output tries again: the {@code retry:} table. When the tries are used up the pipe fails and keeps its data. */
public record Retry(
        @Option(doc = "How many times to try again; 0 is for ever.", value = "0", min = 0) int maxTimes,
        @Option(doc = "The wait before the first retry; doubled each time.", value = "1s", min = 1) Duration initialDelay,
        @Option(doc = "The longest wait.", value = "10s", min = 1) Duration maxDelay,
        @Option(doc = "Whether to shorten each wait by a random part of up to half.", value = "true") boolean jitter) {
}
