package io.penstock.control.server.pipe;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Parameters, or settings, on the three levels a server has. The agent's goes before its tags', these before the global
 * one. Where two tags set the same key, the tag later in the alphabet wins, and the value is called ambiguous. Immutable.
 *
 * @param tags by tag: {@code key=value}, or {@code key} for a word
 * @param agents by the agent's id
 */
public record EntrySets(SortedMap<String, Object> global, Map<String, SortedMap<String, Object>> tags,
                        Map<String, SortedMap<String, Object>> agents) {
    /** Nothing is set. */
    public static final EntrySets NONE = new EntrySets(Collections.emptySortedMap(), Map.of(), Map.of());

    /** How a tag is written as an owner. */
    public static String tag(String key, String value) {
        return value.isEmpty() ? key : key + "=" + value;
    }

    /** With one level's entries replaced; empty ones take it away. */
    public EntrySets with(Level level, String owner, SortedMap<String, Object> entries) {
        return switch (level) {
            case GLOBAL -> new EntrySets(entries, tags, agents);
            case TAG -> new EntrySets(global, put(tags, owner, entries), agents);
            case AGENT -> new EntrySets(global, tags, put(agents, owner, entries));
            case PIPE -> throw new IllegalArgumentException("a pipe's defaults are in its text");
        };
    }

    private static Map<String, SortedMap<String, Object>> put(Map<String, SortedMap<String, Object>> all, String owner,
                                                              SortedMap<String, Object> entries) {
        TreeMap<String, SortedMap<String, Object>> changed = new TreeMap<>(all);
        if (entries.isEmpty()) {
            changed.remove(owner);
        } else {
            changed.put(owner, entries);
        }
        return Collections.unmodifiableMap(changed);
    }

    /** What one level sets. */
    public SortedMap<String, Object> entries(Level level, String owner) {
        return switch (level) {
            case GLOBAL -> global;
            case TAG -> tags.getOrDefault(owner, Collections.emptySortedMap());
            case AGENT -> agents.getOrDefault(owner, Collections.emptySortedMap());
            case PIPE -> Collections.emptySortedMap();
        };
    }

    /** Every key that holds on the agent, with where it comes from. */
    public SortedMap<String, Resolved> resolve(AgentFacts agent) {
        Set<String> keys = new TreeSet<>(global.keySet());
        owners(agent).forEach(tag -> keys.addAll(tags.get(tag).keySet()));
        keys.addAll(entries(Level.AGENT, agent.id()).keySet());
        SortedMap<String, Resolved> all = new TreeMap<>();
        keys.forEach(key -> resolve(agent, key).ifPresent(value -> all.put(key, value)));
        return all;
    }

    /** One key as it holds on the agent. */
    public Optional<Resolved> resolve(AgentFacts agent, String key) {
        List<Origin> origins = origins(agent, key);
        if (origins.isEmpty()) {
            return Optional.empty();
        }
        Origin first = origins.get(0);
        boolean ambiguous = first.level() == Level.TAG && origins.stream()
                .anyMatch(other -> other.level() == Level.TAG && !other.value().equals(first.value()));
        return Optional.of(new Resolved(key, first.value(), first.level(), first.owner(),
                List.copyOf(origins.subList(1, origins.size())), ambiguous));
    }

    private List<Origin> origins(AgentFacts agent, String key) {
        List<Origin> found = new ArrayList<>();
        add(found, entries(Level.AGENT, agent.id()), key, Level.AGENT, agent.id());
        owners(agent).forEach(tag -> add(found, tags.get(tag), key, Level.TAG, tag));
        add(found, global, key, Level.GLOBAL, "");
        return found;
    }

    private static void add(List<Origin> to, SortedMap<String, Object> entries, String key, Level level, String owner) {
        Object value = entries.get(key);
        if (value != null) {
            to.add(new Origin(value, level, owner));
        }
    }

    /** The agent's tags that set anything, the strongest first. */
    private List<String> owners(AgentFacts agent) {
        if (tags.isEmpty()) {
            return List.of();
        }
        List<String> owners = new ArrayList<>();
        agent.tags().forEach((key, value) -> owners.add(tag(key, value)));
        owners.removeIf(tag -> !tags.containsKey(tag));
        owners.sort(Collections.reverseOrder());
        return owners;
    }
}
