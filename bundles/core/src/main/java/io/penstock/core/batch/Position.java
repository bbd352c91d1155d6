package io.penstock.core.batch;

import static java.util.Objects.requireNonNull;

import io.penstock.core.error.PenstockException;

/**
 * How far an input has read in one of its partitions: everything before {@code offset} is included. Offsets of a
 * partition only grow. Immutable.
 *
 * @param partition what is read on its own, and stays recognisable over restarts: a file's identity, a topic partition
 * @param offset where the next batch begins: bytes, records or log position, as the input counts; 0 is the beginning
 */
public record Position(String partition, long offset) {
    public Position {
        requireNonNull(partition, "partition is null");
        if (offset < 0) {
            throw PenstockException.invalid("batch.offset", "an offset cannot be negative: " + offset);
        }
    }
}
