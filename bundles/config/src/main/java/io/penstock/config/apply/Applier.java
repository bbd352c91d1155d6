package io.penstock.config.apply;

import io.penstock.config.source.Finding;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.options.Settings;
import io.penstock.core.secret.TextResolver;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Brings one table's configuration and its sources together, in both directions. Guarded by its {@link Configuration}. */
final class Applier {
    /** Counts up when a secret's content changed while its reference did not, so that whoever uses it binds again. */
    static final String SECRETS_GENERATION = ".secrets";

    private final ConfigStore store;
    private final Bookkeeping bookkeeping;
    private final TextResolver resolver;
    private final Consumer<Finding> log;

    Applier(ConfigStore store, Bookkeeping bookkeeping, TextResolver resolver, Consumer<Finding> log) {
        this.store = store;
        this.bookkeeping = bookkeeping;
        this.resolver = resolver;
        this.log = log;
    }

    /** The sources say something new: it goes beneath the overrides. */
    void apply(KnownTable table, Judgement judgement) {
        Optional<Map<String, Object>> present = store.read(table.pid());
        table.judgement = Optional.of(judgement);
        table.findings = List.of();
        table.overrides = overrides(table, judgement, present);
        if (!table.overrides.isEmpty() && !table.problems(table.desired(), resolver).isEmpty()) {
            find(table, List.of(Finding.warning(table.pid(), "left out, because they do not fit any more: the overrides "
                    + String.join(", ", table.overrides.keySet()))));
            table.overrides = Map.of();
        }
        write(table, judgement, present);
        bookkeeping.applied(table.pid(), judgement.base());
    }

    private Map<String, Optional<Object>> overrides(KnownTable table, Judgement judgement,
            Optional<Map<String, Object>> present) {
        return present.map(values -> Overrides.derive(Settings.own(values), bookkeeping.applied(table.pid()),
                judgement.base(), table.keys)).orElse(Map.of());
    }

    private void find(KnownTable table, List<Finding> findings) {
        table.findings = findings;
        findings.forEach(log);
    }

    private void write(KnownTable table, Judgement judgement, Optional<Map<String, Object>> present) {
        Map<String, Object> desired = new LinkedHashMap<>(table.desired());
        Map<String, Object> held = new LinkedHashMap<>(
                Overrides.meant(present.map(Settings::own).orElse(Map.of()), table.keys));
        Map<String, String> applied = bookkeeping.applied(table.pid());
        held.keySet().removeIf(key -> !desired.containsKey(key) && !applied.containsKey(key));
        boolean secretsChanged = table.secretsHash.filter(hash -> !hash.equals(judgement.secretsHash())).isPresent();
        if (present.isEmpty() || secretsChanged || !Values.same(held, desired)) {
            long generation = generation(present) + (secretsChanged ? 1 : 0);
            if (generation > 0) {
                desired.put(SECRETS_GENERATION, generation);
            }
            store.write(table.pid(), desired);
        }
        table.secretsHash = Optional.of(judgement.secretsHash());
    }

    private static long generation(Optional<Map<String, Object>> present) {
        return present.map(values -> values.get(SECRETS_GENERATION)).filter(Long.class::isInstance)
                .map(Long.class::cast).orElse(0L);
    }

    /** The configuration is another, or gone: what somebody else changed becomes an override, unless it does not bind. */
    void takeChange(KnownTable table) {
        Judgement judgement = table.judgement.orElseThrow();
        Optional<Map<String, Object>> present = store.read(table.pid());
        Map<String, Optional<Object>> overrides = overrides(table, judgement, present);
        List<OptionProblem> problems = table.problems(Overrides.onTopOf(judgement.base(), overrides), resolver);
        if (problems.isEmpty()) {
            if (!Overrides.same(overrides, table.overrides)) {
                table.findings = List.of();
            }
            table.overrides = overrides;
            present.ifPresent(values -> noteSpelledDefaults(table, judgement.base(), values));
        } else {
            find(table, problems.stream().map(problem -> Finding.warning(table.pid(),
                    "a change was taken back: " + table.shown(problem))).toList());
        }
        if (present.isEmpty() || !problems.isEmpty()) {
            store.write(table.pid(), table.desired());
        }
    }

    /** A form spells out every default; noted as ours, so that the file can still decide on them later. */
    private void noteSpelledDefaults(KnownTable table, Map<String, Object> base, Map<String, Object> present) {
        Map<String, Object> ours = new LinkedHashMap<>(Overrides.meant(Settings.own(present), table.keys));
        ours.keySet().removeAll(table.overrides.keySet());
        ours.putAll(base);
        bookkeeping.applied(table.pid(), ours);
    }
}
