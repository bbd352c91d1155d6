package io.penstock.control.server.fleet;

import io.penstock.control.api.Json;
import io.penstock.control.api.Manifest;
import io.penstock.control.api.ManifestPipe;
import io.penstock.control.api.SettingsBody;
import io.penstock.control.api.Signed;
import io.penstock.control.server.pipe.JsonColumns;
import io.penstock.control.server.pipe.Planner;
import io.penstock.control.server.pipe.Spec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Makes offers. Knows all specs that are placed. Thread-safe. */
final class Offers {
    private final Json json;
    private final String store;
    private final long epoch;
    private final Map<String, String> bodies = new ConcurrentHashMap<>();
    private final Map<String, Spec> specs = new ConcurrentHashMap<>();

    Offers(Json json, String store, long epoch) {
        this.json = json;
        this.store = store;
        this.epoch = epoch;
    }

    boolean knows(String hash) {
        return bodies.containsKey(hash);
    }

    void learn(Map<String, String> more) {
        bodies.putAll(more);
    }

    /** Only these are placed. */
    void keep(Set<String> placed) {
        bodies.keySet().retainAll(placed);
        specs.keySet().retainAll(placed);
    }

    Optional<Spec> spec(String hash) {
        Spec known = specs.get(hash);
        String body = known == null ? bodies.get(hash) : null;
        if (body == null) {
            return Optional.ofNullable(known);
        }
        Spec read = Spec.of(json, body);
        specs.put(hash, read);
        return Optional.of(read);
    }

    /**
     * What an agent gets.
     *
     * @param refused specs it has refused, as {@code pipe|spec}
     */
    Offer offer(AgentRow agent, Map<String, Placement> placements, Set<String> refused) {
        List<ManifestPipe> entries = new ArrayList<>();
        Map<String, String> offered = new TreeMap<>();
        Set<String> artifacts = new HashSet<>();
        Instant issued = agent.createdAt();
        Optional<Placement> settings = Optional.empty();
        for (Placement placement : placements.values()) {
            issued = placement.since().isAfter(issued) ? placement.since() : issued;
            if (placement.pipeId().equals(Planner.SETTINGS)) {
                settings = Optional.of(placement);
                continue;
            }
            offered(placement, refused).ifPresent(hash -> spec(hash).ifPresent(spec -> {
                Optional<String> rollout = placement.rolloutId().filter(any -> placement.spec().equals(Optional.of(hash)));
                entries.add(spec.entry(hash, rollout));
                offered.put(placement.pipeId(), hash);
                artifacts.add(spec.artifact());
            }));
        }
        entries.sort(Comparator.comparing(ManifestPipe::name));
        String body = json.text(new Manifest(Manifest.TYPE, agent.id(), store, epoch, agent.generation(), issued, entries,
                List.of()));
        Optional<String> values = settings.flatMap(placement -> settings(agent, placement));
        return new Offer(agent.generation(), body, Signed.hash(body), values, values.map(Signed::hash), offered, artifacts);
    }

    private Optional<String> settings(AgentRow agent, Placement placement) {
        Map<String, Object> entries = placement.spec().map(hash -> (Map<String, Object>)
                JsonColumns.map(json, bodies.getOrDefault(hash, "{}"))).orElseGet(TreeMap::new);
        return Optional.of(json.text(new SettingsBody(SettingsBody.TYPE, agent.id(), placement.since().toEpochMilli(),
                new TreeMap<>(entries))));
    }

    /** Not what it refused: then what it had before. */
    static Optional<String> offered(Placement placement, Set<String> refused) {
        return placement.spec().filter(spec -> !refused.contains(placement.pipeId() + "|" + spec))
                .or(() -> placement.spec().flatMap(any -> placement.previous()));
    }
}
