package io.penstock.config.source;

import io.penstock.core.options.Suggestions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code PENSTOCK_<TABLE>_<KEY>}: one key each, stronger than the file. Immutable. */
public final class Variables {
    private static final String PREFIX = "PENSTOCK_";

    private final Map<String, String> environment;

    /** @param environment the process's variables */
    public Variables(Map<String, String> environment) {
        this.environment = new TreeMap<>(environment);
    }

    /**
     * What the variables say of one table.
     *
     * @param tables every known table: a variable belongs to the one with the longest name that fits
     * @param findings takes a finding for each variable of the table whose key does not exist
     */
    public List<Entry> of(String table, Keys keys, Collection<String> tables, List<Finding> findings) {
        List<Entry> entries = new ArrayList<>();
        environment.forEach((name, value) -> {
            if (owner(name, tables).filter(table::equals).isPresent()) {
                String part = name.substring(PREFIX.length() + table.length() + 1);
                Optional<String> key = keys.fromVariable(part);
                key.ifPresentOrElse(found -> entries.add(
                                new Entry(found, value, new Source(Source.Kind.ENVIRONMENT, name))),
                        () -> findings.add(unknown(name, table, part, keys)));
            }
        });
        return entries;
    }

    private static Optional<String> owner(String name, Collection<String> tables) {
        return tables.stream().filter(table -> name.startsWith(PREFIX + Keys.variable(table) + "_"))
                .max(Comparator.comparingInt(String::length));
    }

    private static Finding unknown(String name, String table, String part, Keys keys) {
        List<String> known = keys.leaves().stream().map(leaf -> Keys.variable(leaf.key())).toList();
        return Finding.error(name, "there is no such setting of \"" + table + "\""
                + Suggestions.nearest(part, known)
                        .map(near -> "; did you mean " + PREFIX + Keys.variable(table) + "_" + near + "?").orElse(""));
    }
}
