package io.penstock.relay.server;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which unit each metric's name came with first, over all clients. Thread-safe. */
final class MetricNames {
    /** Further names are not watched for clashes. */
    static final int MAX_NAMES = 100_000;

    private static final int MAX_TOLD = 1000;

    private final NameClash onClash;
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final Map<String, String> units = new ConcurrentHashMap<>();

    MetricNames(NameClash onClash) {
        this.onClash = onClash;
    }

    /** Whether this renaming has not been told yet. */
    boolean isNews(String renamed) {
        return told.size() < MAX_TOLD && told.add(renamed);
    }

    /** The unit the name came with first, where that is another one and the metric is to be renamed. */
    Optional<String> clash(String metric, String unit) {
        if (onClash == NameClash.KEEP) {
            return Optional.empty();
        }
        String first = units.get(metric);
        if (first == null && units.size() < MAX_NAMES) {
            first = units.putIfAbsent(metric, unit);
        }
        return first == null || first.equals(unit) ? Optional.empty() : Optional.of(first);
    }
}
