package io.penstock.pipes.component;

import io.penstock.core.event.EventText;
import io.penstock.pipes.api.DeadLetter;
import io.penstock.pipes.api.NodeStatus;
import io.penstock.pipes.api.PipeStatus;
import io.penstock.pipes.api.StateChange;
import java.util.LinkedHashMap;
import java.util.Map;

/** Pipes as plain maps, for commands. */
final class PipeRows {
    private PipeRows() {
    }

    static Map<String, Object> brief(PipeStatus pipe) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", pipe.name());
        row.put("state", pipe.state().state().name());
        row.put("reason", pipe.state().reason());
        row.put("since", pipe.state().since().toString());
        row.put("in", sum(pipe, "INPUT", true));
        row.put("out", sum(pipe, "OUTPUT", false));
        row.put("dead-letters", pipe.deadLetters());
        row.put("problem", pipe.problem().orElse(""));
        row.put("source", pipe.source());
        return row;
    }

    private static long sum(PipeStatus pipe, String kind, boolean in) {
        return pipe.nodes().stream().filter(node -> node.kind().name().equals(kind))
                .mapToLong(node -> in ? node.in() : node.out()).sum();
    }

    static Map<String, Object> full(PipeStatus pipe) {
        Map<String, Object> row = brief(pipe);
        row.put("description", pipe.description());
        row.put("labels", new LinkedHashMap<>(pipe.labels()));
        row.put("guarantee", pipe.guarantee());
        row.put("memory-bytes", pipe.memoryBytes());
        row.put("dead-letters-lost", pipe.deadLettersLost());
        row.put("nodes", pipe.nodes().stream().map(PipeRows::node).toList());
        row.put("history", pipe.history().stream().map(PipeRows::change).toList());
        return row;
    }

    private static Map<String, Object> change(StateChange change) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("state", change.state().name());
        row.put("reason", change.reason());
        row.put("since", change.since().toString());
        return row;
    }

    private static Map<String, Object> node(NodeStatus node) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", node.id());
        row.put("kind", node.kind().toString());
        row.put("plugin", node.plugin());
        row.put("from", node.from());
        row.put("in", node.in());
        row.put("out", node.out());
        row.put("filtered", node.filtered());
        row.put("dropped", node.dropped());
        row.put("dead-lettered", node.deadLettered());
        row.put("in-flight", node.inFlight());
        row.put("emitted", node.emitted());
        row.put("errors", node.errors());
        row.put("retries", node.retries());
        row.put("buffer-bytes", node.bufferedBytes());
        row.put("disk-bytes", node.diskBytes());
        row.put("drops", new LinkedHashMap<>(node.drops()));
        row.put("guarantee", node.guarantee());
        return row;
    }

    static Map<String, Object> letter(DeadLetter letter) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", letter.id());
        row.put("at", letter.at().toString());
        row.put("node", letter.node());
        row.put("reason", letter.reason());
        row.put("event", EventText.json(letter.event()));
        return row;
    }
}
