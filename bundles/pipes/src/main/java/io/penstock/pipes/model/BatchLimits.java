package io.penstock.pipes.model;

import io.penstock.core.value.ByteSize;
import java.time.Duration;

/** When an output closes a batch: whichever comes first. Immutable. @param timeout after its first event came */
public record BatchLimits(int maxEvents, ByteSize maxBytes, Duration timeout) {
}
