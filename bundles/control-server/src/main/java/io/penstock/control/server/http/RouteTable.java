package io.penstock.control.server.http;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All routes, as a tree of path segments. Filled by one thread, then read by all. */
final class RouteTable implements Routes {
    /** The longest template has seven. */
    private static final int MAX_SEGMENTS = 16;

    /**
     * A path that is known.
     *
     * @param methods by method
     * @param variables decoded
     */
    record Found(Map<String, RouteRule> methods, Map<String, String> variables) {
    }

    private static final class Node {
        private final Map<String, Node> words = new HashMap<>();
        private final Map<String, RouteRule> methods = new TreeMap<>();
        private Optional<Node> any = Optional.empty();
    }

    private final Node root = new Node();
    private final List<RouteRule> all = new ArrayList<>();

    /** The routes of all of these. */
    static RouteTable of(Collection<? extends Resource> resources) {
        RouteTable table = new RouteTable();
        resources.forEach(resource -> resource.routes(table));
        return table;
    }

    @Override
    public Route on(String method, String template) {
        return new RouteDraft(method, template, this::add);
    }

    private void add(RouteRule rule) {
        Node node = root;
        for (String segment : rule.template().substring(1).split("/", -1)) {
            if (segment.startsWith("{")) {
                node.any = Optional.of(node.any.orElseGet(Node::new));
                node = node.any.get();
            } else {
                node = node.words.computeIfAbsent(segment, word -> new Node());
            }
        }
        if (node.methods.putIfAbsent(rule.method(), rule) != null) {
            throw new IllegalStateException(rule.name() + " is there already");
        }
        all.add(rule);
    }

    /** Every route, in the order of adding. */
    List<RouteRule> all() {
        return List.copyOf(all);
    }

    /** Finds a path; a fixed word goes before a variable. */
    Optional<Found> find(String path) {
        if (!path.startsWith("/")) {
            return Optional.empty();
        }
        String[] segments = path.substring(1).split("/", MAX_SEGMENTS);
        List<String> values = new ArrayList<>();
        return find(root, segments, 0, values).map(node -> new Found(node.methods, variables(node, values)));
    }

    private static Optional<Node> find(Node node, String[] segments, int at, List<String> values) {
        if (at == segments.length) {
            return node.methods.isEmpty() ? Optional.empty() : Optional.of(node);
        }
        Node word = node.words.get(segments[at]);
        if (word != null) {
            Optional<Node> found = find(word, segments, at + 1, values);
            if (found.isPresent()) {
                return found;
            }
        }
        if (node.any.isEmpty()) {
            return Optional.empty();
        }
        String value = UriText.decoded(segments[at], false);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        values.add(value);
        Optional<Node> found = find(node.any.get(), segments, at + 1, values);
        if (found.isEmpty()) {
            values.remove(values.size() - 1);
        }
        return found;
    }

    private static Map<String, String> variables(Node node, List<String> values) {
        Map<String, String> variables = new LinkedHashMap<>();
        int next = 0;
        for (String segment : node.methods.values().iterator().next().template().split("/", -1)) {
            if (segment.startsWith("{")) {
                variables.put(segment.substring(1, segment.length() - 1), values.get(next++));
            }
        }
        return variables;
    }
}
