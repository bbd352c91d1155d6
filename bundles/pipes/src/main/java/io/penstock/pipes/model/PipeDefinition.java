package io.penstock.pipes.model;

import io.penstock.core.value.ByteSize;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One pipe, checked and with its parameters filled in: ids are unique, every {@code from} names a node or port that
 * exists, and there is no cycle. Secrets ({@code ${…}}) are still text: they are filled in when a node is made.
 *
 * @param fingerprint a hash of everything that matters to the runtime: equal fingerprints run equally
 * @param steps in an order in which every step stands behind those it takes from
 * @param deadLetters the bound of the dead letters kept for this pipe
 */
public record PipeDefinition(String name, String description, Map<String, String> labels, String fingerprint,
                             Delivery delivery, List<InputNode> inputs, List<StepNode> steps,
                             List<OutputNode> outputs, ByteSize deadLetters) {

    /** The plugin of a node and what the user wrote for it, with {@code {{ }}} filled in; numbers, texts, lists, maps. */
    public record PluginUse(String name, Object options) {
    }

    /** Where a node takes its events from; {@code port} is empty for the default port. */
    public record PortRef(String node, String port) {
        @Override
        public String toString() {
            return port.isEmpty() ? node : node + "." + port;
        }
    }

    /** An input. */
    public record InputNode(String id, PluginUse plugin, Optional<Timing> schedule) {
    }

    /** A step. */
    public record StepNode(String id, List<PortRef> from, PluginUse plugin, OnError onError) {
    }

    /** An output. */
    public record OutputNode(String id, List<PortRef> from, PluginUse plugin, Batching batch, Retry retry,
                             Buffering buffer, OnError onError) {
    }
}
