package io.penstock.control.server.fleet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** All agents in memory. Thread-safe. */
public final class Roster {
    private final Map<String, Node> byId = new ConcurrentHashMap<>();
    private final Map<String, String> idByName = new ConcurrentHashMap<>();
    private final Map<String, String> idByEnrolment = new ConcurrentHashMap<>();

    Optional<Node> byId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    Optional<Node> byName(String name) {
        return Optional.ofNullable(idByName.get(name.toLowerCase(Locale.ROOT))).flatMap(this::byId);
    }

    /** The one an agent made itself known with. */
    Optional<Node> byEnrolment(String enrolmentId) {
        return Optional.ofNullable(idByEnrolment.get(enrolmentId)).flatMap(this::byId);
    }

    Collection<Node> all() {
        return byId.values();
    }

    /** All that were not removed, as they are now. */
    public List<AgentView> views() {
        List<AgentView> views = new ArrayList<>(byId.size());
        for (Node node : byId.values()) {
            synchronized (node) {
                if (node.row.removedAt().isEmpty()) {
                    views.add(node.view());
                }
            }
        }
        return views;
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

    /** Whose it is now. */
    void enrolled(String id, Optional<String> enrolmentId) {
        enrolmentId.ifPresent(text -> idByEnrolment.put(text, id));
    }

    /** Names go with entries that are there; a removed one's is free again. */
    void named(String id, Optional<String> before, Optional<String> after) {
        before.ifPresent(name -> idByName.remove(name.toLowerCase(Locale.ROOT), id));
        after.ifPresent(name -> idByName.put(name.toLowerCase(Locale.ROOT), id));
    }

    public Optional<AgentView> view(String id) {
        return byId(id).map(node -> {
            synchronized (node) {
                return node.view();
            }
        });
    }
}
