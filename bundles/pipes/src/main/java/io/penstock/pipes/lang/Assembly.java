package io.penstock.pipes.lang;

import io.penstock.core.plugin.PluginKind;
import io.penstock.pipes.model.Batching;
import io.penstock.pipes.model.Buffering;
import io.penstock.pipes.model.Delivery;
import io.penstock.pipes.model.OnError;
import io.penstock.pipes.model.PipeDefinition;
import io.penstock.pipes.model.PipeDefinition.InputNode;
import io.penstock.pipes.model.PipeDefinition.OutputNode;
import io.penstock.pipes.model.PipeDefinition.PluginUse;
import io.penstock.pipes.model.PipeDefinition.PortRef;
import io.penstock.pipes.model.PipeDefinition.StepNode;
import io.penstock.pipes.model.Retry;
import io.penstock.pipes.model.Timing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Turns drafts into the nodes of a definition; their own tables are bound here. One use, one thread. */
final class Assembly {
    private static final PluginUse NONE = new PluginUse("", null);

    private final Findings findings;
    private final Delivery delivery;
    private final List<InputNode> inputs = new ArrayList<>();
    private final List<StepNode> steps = new ArrayList<>();
    private final List<OutputNode> outputs = new ArrayList<>();

    Assembly(Findings findings, Delivery delivery) {
        this.findings = findings;
        this.delivery = delivery;
    }

    Assembly add(List<Draft> drafts) {
        for (Draft draft : drafts) {
            switch (draft.kind()) {
                case INPUT -> inputs.add(new InputNode(draft.id(), plugin(draft), schedule(draft)));
                case TRANSFORM -> steps.add(new StepNode(draft.id(), from(draft), plugin(draft), onError(draft, OnError.DLQ)));
                case OUTPUT -> outputs.add(output(draft));
            }
        }
        return this;
    }

    private Optional<Timing> schedule(Draft draft) {
        return Optional.ofNullable(draft.settings().get("schedule")).map(node -> {
            Timing timing = Tables.bind(Timing.class, Optional.of(node), findings);
            Schedules.problem(timing).ifPresent(why -> {
                Node at = node instanceof Node.Table table ? table.get("cron").orElse(node) : node;
                findings.error(at.place(), "schedule.invalid", why);
            });
            return timing;
        });
    }

    private OutputNode output(Draft draft) {
        return new OutputNode(draft.id(), from(draft), plugin(draft), bound(Batching.class, draft, "batch"),
                bound(Retry.class, draft, "retry"), bound(Buffering.class, draft, "buffer"),
                onError(draft, delivery.onPoison()));
    }

    private <T> T bound(Class<T> type, Draft draft, String key) {
        return Tables.bind(type, Optional.ofNullable(draft.settings().get(key)), findings);
    }

    private OnError onError(Draft draft, OnError otherwise) {
        Node node = draft.settings().get("on-error");
        if (node == null) {
            return otherwise;
        }
        for (OnError choice : OnError.values()) {
            boolean allowed = choice != OnError.PASS || draft.kind() == PluginKind.TRANSFORM;
            if (allowed && choice.name().toLowerCase(Locale.ROOT).equals(node.plain())) {
                return choice;
            }
        }
        findings.error(node.place(), "pipe.on-error", "expected one of dlq, drop"
                + (draft.kind() == PluginKind.TRANSFORM ? ", pass" : "") + ", fail, but found " + node.shown());
        return otherwise;
    }

    private static List<PortRef> from(Draft draft) {
        return draft.from().orElse(List.of()).stream().map(wire -> new PortRef(wire.node(), wire.port())).toList();
    }

    private static PluginUse plugin(Draft draft) {
        return draft.use().map(use -> new PluginUse(use.plugin(), use.options().plain())).orElse(NONE);
    }

    PipeDefinition definition(PipeHead head) {
        PipeDefinition draft = new PipeDefinition(head.name(), head.description(), head.labels(), "", delivery,
                List.copyOf(inputs), List.copyOf(steps), List.copyOf(outputs), head.deadLetters().maxSize());
        return new PipeDefinition(draft.name(), draft.description(), draft.labels(), Fingerprint.of(draft),
                draft.delivery(), draft.inputs(), draft.steps(), draft.outputs(), draft.deadLetters());
    }
}
