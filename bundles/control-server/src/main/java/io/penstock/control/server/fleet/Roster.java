package io.penstock.control.server.fleet;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** All agents in memory. Thread-safe. */
final class Roster {
    private final Map<String, Node> byId = new ConcurrentHashMap<>();
    private final Map<String, String> idByName = new ConcurrentHashMap<>();

    Optional<Node> byId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    Optional<Node> byName(String name) {
        return Optional.ofNullable(idByName.get(name.toLowerCase(Locale.ROOT))).flatMap(this::byId);
    }

    Collection<Node> all() {
        return byId.values();
    }

    int size() {
        return byId.size();
    }

    void add(Node node) {
        byId.put(node.id, node);
    }

    void remove(Node node) {
        byId.remove(node.id);
    }

    /** Names go with entries that are there; a removed one's is free again. */
    void named(String id, Optional<String> before, Optional<String> after) {
        before.ifPresent(name -> idByName.remove(name.toLowerCase(Locale.ROOT), id));
        after.ifPresent(name -> idByName.put(name.toLowerCase(Locale.ROOT), id));
    }

    Optional<AgentView> view(String id) {
        return byId(id).map(node -> {
            synchronized (node) {
                return node.view();
            }
        });
    }
}
