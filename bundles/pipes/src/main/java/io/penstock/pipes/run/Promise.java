package io.penstock.pipes.run;

import io.penstock.core.plugin.OutputPlugin.Guarantee;
import io.penstock.pipes.model.Buffering;
import java.util.List;
import java.util.stream.Collectors;

/** What a pipe guarantees, in plain words, as follows from its inputs and outputs. */
final class Promise {
    /** Our own steps that keep state without asking to be woken. */
    private static final List<String> STATEFUL = List.of("window", "dedupe", "throttle", "delta", "sample");

    private Promise() {
    }

    /** Of one output. */
    static String of(MadePipe.MadeOutput output) {
        return switch (output.guarantee()) {
            case TRANSACTIONAL -> "exactly once: the receiver stores each batch's number with its data";
            case IDEMPOTENT -> "at least once, with the same key when repeated: once where the receiver compares keys";
            case AT_LEAST_ONCE -> "at least once: a crash repeats what was under way";
        };
    }

    /** Of the whole pipe: the weakest of its outputs, and what its inputs cannot read again. */
    static String of(MadePipe pipe) {
        Guarantee weakest = pipe.outputs().stream().map(MadePipe.MadeOutput::guarantee)
                .min(Guarantee::compareTo).orElse(Guarantee.AT_LEAST_ONCE);
        String promise = switch (weakest) {
            case TRANSACTIONAL -> "exactly once";
            case IDEMPOTENT -> "exactly once where receivers compare keys";
            case AT_LEAST_ONCE -> "at least once";
        };
        return promise + unreplayable(pipe) + memory(pipe);
    }

    private static String unreplayable(MadePipe pipe) {
        List<String> inputs = pipe.inputs().stream().filter(input -> !input.replayable())
                .map(input -> input.node().id()).toList();
        boolean onDisk = pipe.outputs().stream().allMatch(output ->
                output.node().buffer().type() == Buffering.Type.DISK);
        if (inputs.isEmpty()) {
            return "";
        }
        String what = inputs.stream().map(id -> "\"" + id + "\"").collect(Collectors.joining(", "));
        return "; input " + what + " cannot read again: what a crash finds in memory is lost unless its sender waits for "
                + "the answer" + (onDisk ? " (outputs are buffered on disk, so that is little)" : "");
    }

    private static String memory(MadePipe pipe) {
        List<String> steps = pipe.steps().stream().filter(step -> remembers(step)).map(step -> step.node().id()).toList();
        return steps.isEmpty() ? "" : "; step " + String.join(", ", steps)
                + " starts anew after a restart, so that its results may differ or come again";
    }

    /** A step that wants to be woken, or is known to keep state, does not give the same again after a restart. */
    private static boolean remembers(MadePipe.MadeStep step) {
        return STATEFUL.contains(step.node().plugin().name()) || step.transform().wakeAt().isPresent();
    }
}
