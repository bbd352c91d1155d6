package io.penstock.pipes.run;

import io.penstock.core.plugin.Input;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Output;
import io.penstock.core.plugin.OutputPlugin.Guarantee;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.Transform;
import io.penstock.pipes.model.BatchLimits;
import io.penstock.pipes.model.PipeDefinition;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A pipe with its nodes made, none of them started. Whoever does not run it closes it.
 *
 * @param plugins by identity
 * @param redaction takes secrets out of what the nodes say
 * @param contexts what the nodes were given
 */
public record MadePipe(PipeDefinition definition, List<MadeInput> inputs, List<MadeStep> steps,
                       List<MadeOutput> outputs, Set<Plugin<?>> plugins, Redaction redaction,
                       List<NodeContext> contexts) implements AutoCloseable {

    /** @param again makes a further input like the first, for when that has failed */
    record MadeInput(PipeDefinition.InputNode node, Input first, Supplier<Input> again, boolean replayable) {
    }

    record MadeStep(PipeDefinition.StepNode node, Transform transform) {
    }

    record MadeOutput(PipeDefinition.OutputNode node, Output output, Guarantee guarantee, BatchLimits limits) {
    }

    @Override
    public void close() {
        inputs.forEach(input -> input.first().close());
        steps.forEach(step -> step.transform().close());
        outputs.forEach(output -> output.output().close());
    }
}
