package io.penstock.config.apply;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A store in memory that counts writes. */
final class MapStore implements ConfigStore {
    final Map<String, Map<String, Object>> configurations = new HashMap<>();
    final List<String> writes = new ArrayList<>();

    @Override
    public Optional<Map<String, Object>> read(String pid) {
        return Optional.ofNullable(configurations.get(pid));
    }

    @Override
    public void write(String pid, Map<String, Object> properties) {
        writes.add(pid);
        configurations.put(pid, Map.copyOf(properties));
    }
}
