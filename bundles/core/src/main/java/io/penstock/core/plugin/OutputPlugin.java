package io.penstock.core.plugin;

import io.penstock.core.value.ByteSize;
import org.osgi.annotation.versioning.ConsumerType;

/** Makes outputs. */
@ConsumerType
public non-sealed interface OutputPlugin<O> extends Plugin<O> {
    /** Makes one output for one pipe. Quick: opens nothing, starts nothing. */
    Output create(O options, NodeContext context);

    /** What outputs with these options promise about a batch delivered again. */
    default Guarantee guarantee(O options) {
        return Guarantee.AT_LEAST_ONCE;
    }

    /** How many events a batch holds at the most where the pipe does not say: more where each costs much, however small. */
    default int batchEvents() {
        return 5_000;
    }

    /** And how many bytes; a batch is closed by whichever comes first. */
    default ByteSize batchBytes() {
        return ByteSize.mebibytes(1);
    }

    /** What becomes of a batch that is delivered again after a failure. */
    enum Guarantee {
        /** It may be stored twice. */
        AT_LEAST_ONCE,
        /** The receiver is handed the batch's id, and can tell. */
        IDEMPOTENT,
        /** The id is stored together with the data: see {@link Output#committed}. */
        TRANSACTIONAL
    }
}
