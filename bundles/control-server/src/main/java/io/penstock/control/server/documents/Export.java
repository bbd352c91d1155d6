package io.penstock.control.server.documents;

import io.penstock.control.api.Json;
import io.penstock.control.server.fleet.AgentRow;
import io.penstock.control.server.fleet.AgentTable;
import io.penstock.control.server.pipe.EntrySetTable;
import io.penstock.control.server.pipe.EntrySets;
import io.penstock.control.server.pipe.PipeRow;
import io.penstock.control.server.pipe.PipeTable;
import io.penstock.control.server.pipe.RevisionTable;
import io.penstock.control.server.store.Rows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads everything as documents, sorted by kind and name. What is as usual is not said. One transaction, one thread. */
final class Export {
    private final Rows rows;
    private final Json json;
    private final Map<String, String> names = new LinkedHashMap<>();
    private final SortedMap<String, Document> all = new TreeMap<>();

    private Export(Rows rows, Json json) {
        this.rows = rows;
        this.json = json;
    }

    /** By kind and name. */
    static SortedMap<String, Document> of(Rows rows, Json json) {
        Export export = new Export(rows, json);
        List<AgentRow> agents = AgentTable.all(rows, json).stream().filter(agent -> agent.removedAt().isEmpty()).toList();
        agents.forEach(agent -> export.names.put(agent.id(), agent.name()));
        agents.forEach(export::agent);
        PipeTable.all(rows, json).stream().filter(pipe -> pipe.removedAt().isEmpty()).forEach(export::pipe);
        export.entries(Document.PARAMETERS, EntrySetTable.Space.PARAMETERS);
        export.entries(Document.SETTINGS, EntrySetTable.Space.SETTINGS);
        return export.all;
    }

    private void add(String kind, String name, Map<String, Object> spec) {
        Document document = new Document(kind, name, spec);
        all.put(document.key(), document);
    }

    private void agent(AgentRow agent) {
        Map<String, Object> spec = new TreeMap<>();
        agent.type().ifPresent(value -> spec.put("type", value));
        agent.platform().ifPresent(value -> spec.put("platform", value));
        agent.deployment().ifPresent(value -> spec.put("deployment", value));
        agent.image().ifPresent(value -> spec.put("image", value));
        if (!agent.tags().isEmpty()) {
            spec.put("tags", new TreeMap<>(agent.tags()));
        }
        if (agent.disabled()) {
            spec.put("disabled", true);
        }
        add(Document.AGENT, agent.name(), spec);
    }

    /** A pipe that has never had a revision is somebody's draft yet. */
    private void pipe(PipeRow pipe) {
        OptionalInt latest = RevisionTable.latest(rows, pipe.id());
        if (latest.isEmpty()) {
            return;
        }
        Map<String, Object> spec = new TreeMap<>();
        spec.put("text", RevisionTable.text(rows, RevisionTable.known(rows, pipe, latest.getAsInt())));
        if (!pipe.selector().isEmpty()) {
            spec.put("selector", pipe.selector());
        }
        List<String> chosen = new ArrayList<>(pipe.agentIds().stream().filter(names::containsKey).map(names::get).sorted().toList());
        if (!chosen.isEmpty()) {
            spec.put("agents", chosen);
        }
        spec.put("desired", word(pipe.desired()));
        spec.put("health", Map.of("graceSeconds", pipe.health().graceSeconds(), "withinSeconds", pipe.health().withinSeconds()));
        spec.put("onFailure", word(pipe.onFailure()));
        add(Document.PIPE, pipe.name(), spec);
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private void entries(String kind, EntrySetTable.Space space) {
        EntrySets sets = EntrySetTable.all(rows, json, space);
        entries(kind, "global", sets.global());
        sets.tags().forEach((tag, values) -> entries(kind, "tag:" + tag, values));
        sets.agents().forEach((id, values) -> {
            if (names.containsKey(id)) {
                entries(kind, "agent:" + names.get(id), values);
            }
        });
    }

    private void entries(String kind, String name, SortedMap<String, Object> values) {
        if (!values.isEmpty()) {
            add(kind, name, Map.of("entries", new TreeMap<>(values)));
        }
    }
}
