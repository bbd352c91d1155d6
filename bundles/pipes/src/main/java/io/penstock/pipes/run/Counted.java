package io.penstock.pipes.run;

import io.penstock.core.plugin.PluginKind;
import io.penstock.pipes.api.NodeStatus;
import java.util.ArrayList;
import java.util.List;

/** The counters of a pipe's nodes, in the pipe's order. Thread-safe once the pipe is assembled. */
final class Counted {
    private record Node(String id, PluginKind kind, String plugin, List<String> from, String guarantee,
                        NodeCounters counters) {
    }

    private final List<Node> nodes = new ArrayList<>();

    NodeCounters add(String id, PluginKind kind, String plugin, List<?> from, String guarantee) {
        NodeCounters counters = new NodeCounters();
        nodes.add(new Node(id, kind, plugin, from.stream().map(Object::toString).toList(), guarantee, counters));
        return counters;
    }

    List<NodeStatus> report() {
        return nodes.stream().map(Counted::report).toList();
    }

    private static NodeStatus report(Node node) {
        NodeCounters counters = node.counters();
        return new NodeStatus(node.id(), node.kind(), node.plugin(), node.from(), counters.in.sum(), counters.out.sum(),
                counters.filtered.sum(), counters.dropped.sum(), counters.deadLettered.sum(), counters.inFlight.sum(),
                counters.emitted.sum(), counters.errors.sum(), counters.retries.sum(), counters.bufferedBytes.sum(),
                counters.diskBytes.getAsLong(), counters.acknowledgements.sum(), counters.acknowledgeNanos.sum(),
                counters.reasons(), node.guarantee());
    }
}
