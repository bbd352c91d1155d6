package io.penstock.pipes.lang;

import io.penstock.core.event.EventText;
import io.penstock.core.event.Fields;
import io.penstock.pipes.model.PipeDefinition;
import io.penstock.pipes.model.PipeDefinition.PortRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Draws a pipe. Immutable. */
public final class PipeGraph {
    /** A node: {@code kind} is input, step or output. */
    private record Box(String id, String kind, String plugin) {
    }

    /** A connection, from a port (empty for the default one). */
    private record Arrow(String from, String port, String to) {
    }

    private final String name;
    private final List<Box> boxes = new ArrayList<>();
    private final List<Arrow> arrows = new ArrayList<>();

    /** Of this pipe. */
    public PipeGraph(PipeDefinition pipe) {
        name = pipe.name();
        pipe.inputs().forEach(node -> boxes.add(new Box(node.id(), "input", node.plugin().name())));
        pipe.steps().forEach(node -> add(node.id(), "step", node.plugin().name(), node.from()));
        pipe.outputs().forEach(node -> add(node.id(), "output", node.plugin().name(), node.from()));
    }

    private void add(String id, String kind, String plugin, List<PortRef> from) {
        boxes.add(new Box(id, kind, plugin));
        from.forEach(ref -> arrows.add(new Arrow(ref.node(), ref.port(), id)));
    }

    /** For Mermaid. Its identifiers are numbered, because some of our names are words of its own. */
    public String mermaid() {
        StringBuilder out = new StringBuilder("flowchart LR\n");
        for (Box box : boxes) {
            String label = "\"" + box.id() + "<br/>" + escaped(box.plugin()) + "\"";
            out.append("  ").append(number(box.id())).append(switch (box.kind()) {
                case "input" -> "([" + label + "])";
                case "output" -> "[(" + label + ")]";
                default -> "[" + label + "]";
            }).append('\n');
        }
        for (Arrow arrow : arrows) {
            out.append("  ").append(number(arrow.from())).append(" -->")
                    .append(arrow.port().isEmpty() ? "" : "|" + escaped(arrow.port()) + "|").append(' ')
                    .append(number(arrow.to())).append('\n');
        }
        return out.toString();
    }

    private String number(String id) {
        for (int i = 0; i < boxes.size(); i++) {
            if (boxes.get(i).id().equals(id)) {
                return "n" + i;
            }
        }
        throw new IllegalStateException("no node " + id);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;").replace("|", "&#124;");
    }

    /** For Graphviz. */
    public String dot() {
        StringBuilder out = new StringBuilder("digraph " + quoted(name) + " {\n  rankdir=LR;\n");
        for (Box box : boxes) {
            String shape = box.kind().equals("input") ? "oval" : box.kind().equals("output") ? "cylinder" : "box";
            out.append("  ").append(quoted(box.id())).append(" [shape=").append(shape).append(", label=")
                    .append(quoted(box.id() + "\n" + box.plugin())).append("];\n");
        }
        for (Arrow arrow : arrows) {
            out.append("  ").append(quoted(arrow.from())).append(" -> ").append(quoted(arrow.to()))
                    .append(arrow.port().isEmpty() ? "" : " [label=" + quoted(arrow.port()) + "]").append(";\n");
        }
        return out.append("}\n").toString();
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    /** As JSON: {@code {name, nodes: [{id, kind, plugin}], edges: [{from, port, to}]}}. */
    public String json() {
        List<Map<String, Object>> nodes = new ArrayList<>();
        boxes.forEach(box -> nodes.add(map("id", box.id(), "kind", box.kind(), "plugin", box.plugin())));
        List<Map<String, Object>> edges = new ArrayList<>();
        arrows.forEach(arrow -> edges.add(map("from", arrow.from(), "port", arrow.port(), "to", arrow.to())));
        StringBuilder out = new StringBuilder();
        EventText.appendJson(out, Fields.from(map("name", name, "nodes", nodes, "edges", edges)));
        return out.append('\n').toString();
    }

    private static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
