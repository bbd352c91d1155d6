package io.penstock.pipes.run;

import io.penstock.pipes.state.Origin;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Everything that stands between the pipe thread and one output's receiver. Thread-safe. */
interface OutputStage {
    /** What delivers, at the end of it. */
    OutputWorker worker();

    /** The output's id. */
    default String id() {
        return worker().id();
    }

    /** Where the pipe thread leaves chunks. */
    OutputQueue queue();

    /** What it has counted. */
    default NodeCounters counters() {
        return worker().counters();
    }

    /** Looks whether the receiver has kept a batch waiting for long; to be called about once a second. */
    default void look() {
        worker().look();
    }

    /** Every origin at which inputs must cut, from before the restart. */
    List<Origin> cuts();

    void start();

    /** From now on batches are closed with what is there. */
    void hurry();

    /** Nothing will come any more. */
    void end();

    /** Whether everything that came is delivered, and lies in no buffer of the output itself. */
    default boolean idle() {
        return counters().inFlight.sum() == 0 && worker().settled();
    }

    /** Whether everything that came is delivered or safe on disk: whether a pipe that stops need not wait for it. */
    boolean safe();

    /** Checkpoints are safe: what lies before them need not be kept. */
    void freed(Map<Origin.Source, Long> checkpoints);

    /** Asks its threads to end. */
    void interrupt();

    /** Frees what it holds open; it was never started, and its output is left to whoever made that. */
    void abandon();

    /** Ends its threads and closes the output; what was not delivered is abandoned. */
    boolean close(Duration deadline) throws InterruptedException;
}
