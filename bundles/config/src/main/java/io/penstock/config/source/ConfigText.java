package io.penstock.config.source;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Files as read: its tables by name, and what is wrong with it. Immutable. */
public record ConfigText(Map<String, Table> tables, List<Finding> findings) {
    /** No file: everything by default. */
    public static final ConfigText NONE = new ConfigText(Map.of(), List.of());

    /** Both in one: what the second adds. A table that is in both is a mistake of the second. */
    public ConfigText with(ConfigText second) {
        Map<String, Table> both = new LinkedHashMap<>(tables);
        List<Finding> all = new ArrayList<>(findings);
        all.addAll(second.findings);
        second.tables.forEach((name, table) -> {
            Table earlier = both.putIfAbsent(name, table);
            if (earlier != null) {
                all.add(Finding.error(table.place(), "the table \"" + name + "\" is already given at " + earlier.place()
                        + "; expected it in one of the two files"));
            }
        });
        return new ConfigText(Map.copyOf(both), List.copyOf(all));
    }

    /** One table. */
    public Optional<Table> table(String name) {
        return Optional.ofNullable(tables.get(name));
    }

    /** Whether it may not be applied. */
    public boolean isBroken() {
        return findings.stream().anyMatch(Finding::isError);
    }
}
