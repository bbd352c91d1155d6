package io.penstock.pipes.state;

/**
 * Where an origin batch ends in what can be read again. The batch begins where the one before it in the partition ended.
 * Immutable.
 *
 * @param input the input's id; empty in {@link #NONE}
 * @param to where the partition's next batch begins
 */
public record Origin(String input, String partition, long to) {
    /** Of events that cannot be read again. */
    public static final Origin NONE = new Origin("", "", -1);

    /** Whether the events can be read again. */
    public boolean replayable() {
        return to >= 0;
    }

    /** Which partition, apart from how far. */
    public Source source() {
        return new Source(input, partition);
    }

    /** A partition of an input. Immutable. */
    public record Source(String input, String partition) {
    }
}
