package io.penstock.config.apply;

import io.penstock.config.source.Entry;
import io.penstock.config.source.Keys;
import io.penstock.config.source.Source;
import io.penstock.config.source.Table;
import io.penstock.core.options.OptionModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One setting as it stands, fit to be shown: a secret's value is {@code ***}. Immutable.
 *
 * @param value empty where nothing is set and there is no default
 * @param below what would hold without what decides: beneath an override the other sources, else the file or the default
 * @param belowSource where that comes from
 */
public record Setting(String table, String key, Optional<String> value, Source source, Optional<String> below,
        Source belowSource) {
    private static final String HIDDEN = "***";
    private static final Source DEFAULT = Source.of(Source.Kind.DEFAULT);

    /** {@code table.key}. */
    public String name() {
        return table + "." + key;
    }

    /** Whether something other than the file decides, and decides otherwise. */
    public boolean differs() {
        return source.kind().compareTo(Source.Kind.FILE) > 0;
    }

    static List<Setting> of(KnownTable table) {
        Map<String, Entry> entries = table.judgement.map(Judgement::entries).orElse(Map.of());
        Set<String> shown = new TreeSet<>(entries.keySet());
        shown.addAll(table.overrides.keySet());
        List<Setting> settings = new ArrayList<>();
        for (Keys.Leaf leaf : table.keys.leaves()) {
            boolean spelled = shown.stream().anyMatch(key -> key.startsWith(leaf.key() + "."));
            if (!spelled && !shown.contains(leaf.key())) {
                shown.add(leaf.key());
            }
        }
        shown.forEach(key -> settings.add(of(table, key, entries)));
        return settings;
    }

    private static Setting of(KnownTable table, String key, Map<String, Entry> entries) {
        Optional<String> standard = table.keys.leafOf(key).filter(leaf -> leaf.key().equals(key)).map(Keys.Leaf::model)
                .flatMap(OptionModel::defaultText);
        Optional<Entry> entry = Optional.ofNullable(entries.get(key));
        boolean hidden = Judgement.isHidden(table.options, key, entry.map(Entry::value).orElse(""));
        Optional<String> base = entry.isPresent()
                ? table.judgement.map(judgement -> judgement.base().get(key)).map(Values::text) : standard;
        Source source = entry.map(Entry::source).orElse(DEFAULT);
        if (table.overrides.containsKey(key)) {
            Optional<String> value = table.overrides.get(key).map(Values::text).or(() -> standard);
            return new Setting(table.name(), key, hide(value, hidden),
                    new Source(Source.Kind.OVERRIDE, table.setBy.getOrDefault(key, "")), hide(base, hidden), source);
        }
        Optional<Entry> written = table.judgement.map(judgement -> judgement.written().get(key));
        Optional<String> below = written.map(Entry::value).map(Values::text).or(() -> standard);
        return new Setting(table.name(), key, hide(base, hidden), source, hide(below, hidden),
                written.map(Entry::source).orElse(DEFAULT));
    }

    private static Optional<String> hide(Optional<String> value, boolean hidden) {
        return hidden ? value.map(text -> HIDDEN) : value;
    }

    /** A table of the file nobody has asked for yet; what may be a secret is unknown, so nothing is shown. */
    static List<Setting> waiting(Table table) {
        return table.entries().stream().map(entry -> new Setting(table.name(), entry.key(), Optional.of(HIDDEN),
                entry.source(), Optional.of(HIDDEN), entry.source())).toList();
    }
}
