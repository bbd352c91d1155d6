package io.penstock.pipes.state;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an output has promised its receiver: which batches it numbered how, and which it delivered. One thread, the
 * output's, but for {@link #freed}.
 */
public interface Ledger extends AutoCloseable {
    /** The stream its batches are numbered in. */
    String stream();

    /** Numbers the next part of a work and remembers it, safely, before it is tried. */
    long plan(Part part);

    /** The part planned last is delivered. */
    void delivered();

    /** Some events of a work, from where it has come to, will never be delivered: they lie in the dead letters, say. */
    void skipped(Part part);

    /** Whether a batch read here was delivered before the restart. */
    boolean has(Origin origin);

    /** The work that was under way at the restart; empty when there was none or once it is taken up. */
    Optional<Unfinished> unfinished();

    /** What the receiver says it has: plans up to this number are delivered, later ones were not. */
    void committed(long seq);

    /** The unfinished work is taken up, or given up. */
    void takeUp();

    /** Every offset that must be cut at, as remembered from before the restart. */
    List<Origin> cuts();

    /** A partition is no more. */
    void forget(Origin.Source source);

    /** Checkpoints are safe on disk: what lies before them need not be remembered. Thread-safe. */
    void freed(Map<Origin.Source, Long> checkpoints);

    @Override
    void close();

    /**
     * A run of events of a work.
     *
     * @param work where the work's events came from, in order, adjacent ones of a partition joined
     * @param first the index of its first event in the work
     * @param total how many events the work has
     */
    record Part(List<Origin> work, int first, int count, int total) {
        /** Whether the work is over with it. */
        public boolean last() {
            return first + count == total;
        }
    }

    /**
     * A work to be made again from the same events.
     *
     * @param done how many of its events, from the front, are settled
     * @param total how many events it has
     * @param planned the part that may or may not have been delivered
     */
    record Unfinished(List<Origin> work, int done, int total, Optional<Numbered> planned) {
    }

    /** A part's number and length. */
    record Numbered(long seq, int count) {
    }
}
