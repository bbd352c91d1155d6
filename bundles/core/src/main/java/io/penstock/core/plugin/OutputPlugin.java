package io.penstock.core.plugin;

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
