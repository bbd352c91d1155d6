package io.penstock.core.plugin;

import io.penstock.core.options.OptionProblem;
import java.util.List;

/**
 * A factory of pipe nodes, offered as a service. Never implemented directly: implement one of the three kinds. Stateless
 * and thread-safe; one instance serves every pipe.
 *
 * @param <O> the options record, see {@link io.penstock.core.options.Option}
 */
public sealed interface Plugin<O> permits InputPlugin, TransformPlugin, OutputPlugin {
    /** The options record, from which validation, schema, forms and docs derive. */
    Class<O> options();

    /**
     * Finds what is wrong with options that bind but do not make sense together. Called by lint and before every
     * creation; no I/O. Expressions need not be compiled here: lint does that.
     */
    default List<OptionProblem> check(O options) {
        return List.of();
    }
}
