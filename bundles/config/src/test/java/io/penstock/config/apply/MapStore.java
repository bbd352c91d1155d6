package io.penstock.config.apply;

import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A store in memory that counts writes, and whose disk may be full. */
final class MapStore implements ConfigStore {
    final Map<String, Map<String, Object>> configurations = new HashMap<>();
    final List<String> writes = new ArrayList<>();
    boolean full;

    @Override
    public Optional<Map<String, Object>> read(String pid) {
        return Optional.ofNullable(configurations.get(pid));
    }

    @Override
    public void write(String pid, Map<String, Object> properties) {
        if (full) {
            throw PenstockException.retry("config.store", "No space left on device", new IOException());
        }
        writes.add(pid);
        configurations.put(pid, Map.copyOf(properties));
    }
}
