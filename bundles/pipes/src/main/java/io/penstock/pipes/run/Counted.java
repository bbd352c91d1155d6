package io.penstock.pipes.run;

import io.penstock.core.plugin.PluginKind;
import java.util.ArrayList;
import java.util.List;

/** The counters of a pipe's nodes, in the pipe's order. Thread-safe once the pipe is assembled. */
final class Counted {
    private record Node(String id, PluginKind kind, String plugin, NodeCounters counters) {
    }

    private final List<Node> nodes = new ArrayList<>();

    NodeCounters add(String id, PluginKind kind, String plugin) {
        NodeCounters counters = new NodeCounters();
        nodes.add(new Node(id, kind, plugin, counters));
        return counters;
    }

    List<NodeReport> report() {
        return nodes.stream().map(node -> report(node)).toList();
    }

    private static NodeReport report(Node node) {
        NodeCounters counters = node.counters();
        return new NodeReport(node.id(), node.kind(), node.plugin(), counters.in.sum(), counters.out.sum(),
                counters.filtered.sum(), counters.dropped.sum(), counters.deadLettered.sum(), counters.inFlight.sum(),
                counters.emitted.sum(), counters.errors.sum(), counters.retries.sum(), counters.bufferedBytes.sum(),
                counters.acknowledgements.sum(), counters.acknowledgeNanos.sum(), counters.reasons());
    }
}
