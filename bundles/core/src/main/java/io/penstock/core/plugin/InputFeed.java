package io.penstock.core.plugin;

import io.penstock.core.batch.Fate;
import io.penstock.core.batch.Position;
import io.penstock.core.event.Event;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An input's way into its pipe, and its memory. Thread-safe; but the events of one partition must be emitted by one
 * thread at a time, in order.
 */
@ProviderType
public interface InputFeed {
    /**
     * Hands on events; blocks while the pipe's byte budget is used up. When they, and all before them in the partition,
     * are acknowledged, the partition's checkpoint moves to the position.
     *
     * @param events in order; may be empty, to move the checkpoint alone. One list is one batch: acknowledged together
     * @param upTo where the partition's next batch begins
     * @throws InterruptedException when the pipe stops; nothing was taken
     */
    void emit(List<? extends Event> events, Position upTo) throws InterruptedException;

    /** Hands on events that cannot be read again; otherwise as above. */
    void emit(List<? extends Event> events) throws InterruptedException;

    /**
     * Hands on events whose sender waits for their fate (to answer a request, say). Blocks as {@link #emit} does.
     *
     * @return completes with the batch's fate on a thread of the runtime: do nothing lengthy there
     */
    CompletionStage<Fate> submit(List<? extends Event> events) throws InterruptedException;

    /**
     * Hands on events that can be read again, as {@link #emit(List, Position)} does, for a sender that waits for their
     * fate. {@link Fate#DONE} speaks of this batch alone: one before it in the partition may still be on its way.
     *
     * @param events in order; may be empty, to move the checkpoint alone
     * @return as above
     */
    CompletionStage<Fate> submit(List<? extends Event> events, Position upTo) throws InterruptedException;

    /** Where to go on reading a partition; empty when it was never acknowledged. */
    OptionalLong checkpoint(String partition);

    /** Where to go on, for every partition known. */
    Map<String, Long> checkpoints();

    /**
     * The next offset after {@code offset} that no batch of the partition may straddle: after a crash batches are cut
     * again where they were cut before, which is how a receiver recognises them. An input that gives positions must end
     * a batch there.
     *
     * @return {@link Long#MAX_VALUE} when there is none
     */
    long nextCut(String partition, long offset);

    /** Forgets a partition that will never be read again. */
    void forget(String partition);

    /**
     * Waits for the next due time of the pipe's schedule.
     *
     * @return false when the schedule is over, or the input is closing
     */
    boolean awaitDue() throws InterruptedException;

    /**
     * Runs something that may fail for a while: an error degrades the input with its reason, a success clears that. An
     * INVALID error and an interrupt are passed on.
     */
    void attempt(CheckedRunnable task) throws InterruptedException;

    /** Says that the input goes on, but not well, and why; the pipe shows as DEGRADED until {@link #healthy}. */
    void degraded(String reason);

    /** Takes {@link #degraded} back. */
    void healthy();

    /** Something that may throw. */
    @FunctionalInterface
    interface CheckedRunnable {
        /** Does it. */
        void run() throws Exception;
    }
}
