package io.penstock.control.api;

/**
 * The first line of a batch of logs or measurements.
 *
 * @param batch the same batch again counts once
 * @param seq 1, 2, … by kind
 * @param lines how many follow
 * @param lost how many had to go since the batch before
 */
public record BatchHead(String batch, long seq, int lines, long lost) {
    public BatchHead {
        TextRule.UUID.checked(batch, "batch");
        Given.within(seq, "seq", 1, Given.MAX_NUMBER);
        Given.within(lines, "lines", 0, 10_000);
        Given.within(lost, "lost", 0, Given.MAX_NUMBER);
    }
}
