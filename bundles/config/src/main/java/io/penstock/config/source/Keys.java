package io.penstock.config.source;

import io.penstock.core.options.OptionModel;
import io.penstock.core.options.OptionTypes;
import io.penstock.core.options.Options;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The dotted keys a record of options has, with nested records gone through. Immutable. */
public final class Keys {
    private static final int MAX_DEPTH = 8;

    private final List<Leaf> leaves = new ArrayList<>();

    /**
     * One option that holds a value itself.
     *
     * @param key dotted
     * @param open whether names of the user's own follow the key ({@code levels.<name>})
     */
    public record Leaf(String key, OptionModel model, boolean open) {
    }

    /** Goes through the options and every record nested in them. */
    public Keys(Options<?> options) {
        collect("", options, 0);
    }

    private void collect(String prefix, Options<?> options, int depth) {
        for (OptionModel model : options.models()) {
            Type type = model.type();
            Class<?> raw = OptionTypes.raw(type);
            Class<?> held = raw == Optional.class ? OptionTypes.raw(OptionTypes.argument(type, 0)) : raw;
            if (OptionTypes.isNested(held) && depth < MAX_DEPTH) {
                collect(prefix + model.key() + ".", Options.of(held), depth + 1);
            } else {
                leaves.add(new Leaf(prefix + model.key(), model, raw == Map.class));
            }
        }
    }

    /** Every leaf, in the record's order. */
    public List<Leaf> leaves() {
        return List.copyOf(leaves);
    }

    /** The leaf a dotted key belongs to. */
    public Optional<Leaf> leafOf(String key) {
        return leaves.stream().filter(leaf -> key.equals(leaf.key()) || key.startsWith(leaf.key() + ".")).findFirst();
    }

    /** The key as options spell it: {@code retry.max_times} is {@code retry.max-times}; one that is no option stays. */
    public String hyphenated(String key) {
        String hyphens = key.replace('_', '-');
        return leafOf(key).isEmpty() && leafOf(hyphens).isPresent() ? hyphens : key;
    }

    /** The key a variable's last part means: {@code RETRY_MAX_TIMES} is {@code retry.max-times}. */
    Optional<String> fromVariable(String part) {
        for (Leaf leaf : leaves) {
            String name = variable(leaf.key());
            if (name.equals(part)) {
                return Optional.of(leaf.key());
            }
            if (leaf.open() && part.startsWith(name + "_") && part.length() > name.length() + 1) {
                return Optional.of(leaf.key() + "."
                        + part.substring(name.length() + 1).toLowerCase(Locale.ROOT).replace('_', '-'));
            }
        }
        return Optional.empty();
    }

    static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
    }
}
