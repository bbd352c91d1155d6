package io.penstock.core.plugin;

import io.penstock.core.batch.Batch;
import java.util.OptionalLong;
import org.osgi.annotation.versioning.ConsumerType;

/** Takes events out of a pipe. Every method but {@link #close} is called by one thread at a time, and may block. */
@ConsumerType
public interface Output extends AutoCloseable {
    /**
     * Connects, creates or checks what it writes to. Called before the first write, and again after an error.
     *
     * @throws io.penstock.core.error.PenstockException INVALID when it can never work; anything else is tried again
     */
    default void open() throws Exception {
    }

    /**
     * For TRANSACTIONAL outputs: the highest sequence number of the stream whose batch is stored. Called after
     * {@link #open}; batches up to it are not written again.
     */
    default OptionalLong committed(String stream) {
        return OptionalLong.empty();
    }

    /**
     * Writes a batch; when it returns, the receiver has it and it counts as delivered. Batches come in order.
     *
     * @throws RejectedEvents when single events were refused and all others are written: those go to the dead letters
     * @throws io.penstock.core.error.PenstockException INVALID when the whole batch is refused for good (it is split to
     *         find the culprits); RETRY, as anything else, when it may be tried again
     * @throws InterruptedException when the pipe stops
     */
    void write(Batch batch) throws Exception;

    /**
     * Whether everything written has left this output's own buffers too: for one whose {@link #write} leaves batches in a
     * spool of its own. A pipe whose inputs are complete goes on until then. Quick; from any thread.
     */
    default boolean settled() {
        return true;
    }

    /** Frees everything; may come from another thread to end a blocked write. Idempotent. */
    @Override
    void close();
}
