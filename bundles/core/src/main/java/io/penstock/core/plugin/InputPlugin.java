package io.penstock.core.plugin;

import org.osgi.annotation.versioning.ConsumerType;

/** Makes inputs. */
@ConsumerType
public non-sealed interface InputPlugin<O> extends Plugin<O> {
    /** Makes one input for one pipe. Quick: opens nothing, starts nothing. */
    Input create(O options, NodeContext context);

    /** Whether inputs run on a schedule, so that a pipe may give one ({@code schedule:}). */
    default boolean scheduled() {
        return false;
    }

    /** Whether inputs give positions and can read again from one: the condition for losing nothing over a crash. */
    default boolean replayable() {
        return false;
    }
}
