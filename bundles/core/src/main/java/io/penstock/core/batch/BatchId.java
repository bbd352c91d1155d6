package io.penstock.core.batch;

import static java.util.Objects.requireNonNull;

/**
 * Who a batch is to its receiver. A batch that is delivered again, even after a crash, carries the same id and the same
 * events, so a receiver that remembers the highest {@code seq} it has per stream stores nothing twice. Immutable.
 *
 * @param stream the sending output, made once and kept with the pipe's state: a new one when that state was lost
 * @param seq from 1, growing, delivered in order; a number that was refused, or whose events were lost with a crash, is
 *        never used again, so there may be holes
 */
public record BatchId(String stream, long seq) {
    public BatchId {
        requireNonNull(stream, "stream is null");
    }

    /** {@code stream:seq}, fit for an idempotency key. */
    @Override
    public String toString() {
        return stream + ":" + seq;
    }
}
