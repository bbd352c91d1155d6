package io.penstock.pipes.run;

import io.penstock.core.options.Options;
import io.penstock.core.value.ByteSize;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes a pipe's definition in few words: ids are the plugins' names unless said otherwise. */
final class PipeBuilder {
    private final List<InputNode> inputs = new ArrayList<>();
    private final List<StepNode> steps = new ArrayList<>();
    private final List<OutputNode> outputs = new ArrayList<>();
    private Delivery delivery = bound(Delivery.class, Map.of());
    private Map<String, Object> batch = Map.of("timeout", "0s");
    private Map<String, Object> retry = Map.of("initial-delay", "1ms", "max-delay", "2ms", "jitter", false);
    private Object buffer = "memory";

    PipeBuilder input(String name) {
        inputs.add(new InputNode(name, use(name), Optional.empty()));
        return this;
    }

    PipeBuilder step(String name, String... from) {
        return step(name, OnError.DLQ, from);
    }

    PipeBuilder step(String name, OnError onError, String... from) {
        steps.add(new StepNode(name, refs(from), use(name), onError));
        return this;
    }

    PipeBuilder output(String name, String... from) {
        return output(name, OnError.DLQ, from);
    }

    PipeBuilder output(String name, OnError onError, String... from) {
        outputs.add(new OutputNode(name, refs(from), use(name), bound(Batching.class, batch),
                bound(Retry.class, retry), bound(Buffering.class, buffer), onError));
        return this;
    }

    /** For the outputs named after it. */
    PipeBuilder batch(Map<String, Object> written) {
        batch = written;
        return this;
    }

    PipeBuilder retry(Map<String, Object> written) {
        retry = written;
        return this;
    }

    PipeBuilder buffer(Object written) {
        buffer = written;
        return this;
    }

    PipeBuilder maxInFlight(String size) {
        delivery = bound(Delivery.class, Map.of("max-in-flight", size));
        return this;
    }

    PipeDefinition build() {
        return new PipeDefinition("test", "", Map.of(), "f" + hashCode(), delivery, inputs, steps, outputs,
                ByteSize.mebibytes(1));
    }

    private static <T> T bound(Class<T> type, Object written) {
        return Options.of(type).bind(written).orThrow(type.getSimpleName());
    }

    private static PluginUse use(String name) {
        return new PluginUse(name, Map.of());
    }

    private static List<PortRef> refs(String... from) {
        return Arrays.stream(from).map(text -> {
            int dot = text.indexOf('.');
            return dot < 0 ? new PortRef(text, "") : new PortRef(text.substring(0, dot), text.substring(dot + 1));
        }).toList();
    }
}
