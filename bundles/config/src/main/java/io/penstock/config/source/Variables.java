package io.penstock.config.source;

import io.penstock.core.options.Suggestions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * {@code PENSTOCK_<TABLE>_<KEY>}: one key each, stronger than the file; and those a capability has named itself, whose
 * secrets may also lie in the file that {@code <VARIABLE>_FILE} names. Immutable.
 */
public final class Variables {
    private static final String PREFIX = "PENSTOCK_";
    private static final String FILE = "_FILE";
    /** What the start script and the launcher read. */
    private static final Set<String> NO_SETTINGS = Set.of("HOME", "HEAP", "JAVA_OPTS", "CDS", "DEBUG", "CONTEXT");

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

    /**
     * What variables say that a capability has given names of its own.
     *
     * @param named the key each of them sets
     * @param secret whether the option of a key is a secret
     * @param findings takes a finding where a secret is given twice
     */
    public List<Entry> named(Map<String, String> named, Predicate<String> secret, List<Finding> findings) {
        List<Entry> entries = new ArrayList<>();
        new TreeMap<>(named).forEach((name, key) -> {
            Optional<String> value = Optional.ofNullable(environment.get(name));
            Optional<String> file = Optional.ofNullable(environment.get(name + FILE)).filter(path -> secret.test(key));
            if (value.isPresent() && file.isPresent()) {
                findings.add(Finding.error(name, "set either " + name + " or " + name + FILE + ", not both"));
            }
            value.ifPresent(text -> entries.add(new Entry(key, text, new Source(Source.Kind.ENVIRONMENT, name))));
            file.ifPresent(path -> entries.add(new Entry(key, "${file:" + path + "}",
                    new Source(Source.Kind.ENVIRONMENT, name + FILE))));
        });
        return entries;
    }

    /**
     * Variables that belong to none of the known tables: a slip of the pen, or a capability that is not installed.
     *
     * @param named those that capabilities have given names of their own
     */
    public List<Finding> strangers(Collection<String> tables, Set<String> named) {
        return environment.keySet().stream().filter(name -> name.startsWith(PREFIX))
                .filter(name -> !named.contains(name)
                        && !(name.endsWith(FILE) && named.contains(name.substring(0, name.length() - FILE.length()))))
                .filter(name -> !NO_SETTINGS.contains(name.substring(PREFIX.length())) && owner(name, tables).isEmpty())
                .map(name -> Finding.warning(name, "no capability that is installed has such a setting"
                        + meant(name.substring(PREFIX.length()), tables)
                                .map(near -> "; did you mean " + PREFIX + near + "?").orElse("")))
                .toList();
    }

    /** With the nearest table in place of the first words. */
    private static Optional<String> meant(String rest, Collection<String> tables) {
        List<String> known = tables.stream().map(Keys::variable).toList();
        for (int end = rest.indexOf('_'); end > 0; end = rest.indexOf('_', end + 1)) {
            Optional<String> near = Suggestions.nearest(rest.substring(0, end), known);
            if (near.isPresent()) {
                return Optional.of(near.get() + rest.substring(end));
            }
        }
        return Optional.empty();
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
