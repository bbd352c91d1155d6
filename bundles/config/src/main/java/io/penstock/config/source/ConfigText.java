package io.penstock.config.source;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A file as read: its tables by name, and what is wrong with it. Immutable. */
public record ConfigText(Map<String, Table> tables, List<Finding> findings) {
    /** No file: everything by default. */
    public static final ConfigText NONE = new ConfigText(Map.of(), List.of());

    /** One table. */
    public Optional<Table> table(String name) {
        return Optional.ofNullable(tables.get(name));
    }

    /** Whether it may not be applied. */
    public boolean isBroken() {
        return findings.stream().anyMatch(Finding::isError);
    }
}
