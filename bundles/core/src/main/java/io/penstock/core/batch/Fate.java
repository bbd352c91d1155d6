package io.penstock.core.batch;

/** What became of a batch. The worse fate wins across a fan-out: compare by order, best first. */
public enum Fate {
    /** Every required output has it (or it was filtered, dropped by policy, or dead-lettered with its reason kept). */
    DONE,
    /** Not delivered, because the pipe stopped or was rebuilt: the input must offer it again from its checkpoint. */
    ABANDONED,
    /** Refused for good and kept nowhere; only where a pipe asks for {@code on-error: fail}. */
    FAILED;

    /** The worse of the two. */
    public Fate and(Fate other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
