package io.penstock.control.api;

/**
 * Up to where batches have been taken.
 *
 * @param ackSeq the newest taken
 */
public record BatchAnswer(long ackSeq) {
    public BatchAnswer {
        Given.within(ackSeq, "ackSeq", 1, Given.MAX_NUMBER);
    }
}
