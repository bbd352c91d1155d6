package io.penstock.config.apply;

import io.penstock.config.secret.References;
import io.penstock.config.source.ConfigText;
import io.penstock.config.source.Finding;
import io.penstock.config.source.Flags;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.options.Capability;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.options.Settings;
import io.penstock.core.options.Suggestions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The agent's configuration: keeps Config Admin in line with the sources, keeps what others changed there, and tells
 * where each value comes from. Thread-safe: one lock, held over reads and writes of the store, which hands its events
 * on by threads of its own.
 */
public final class Configuration {
    /** Counts up when a secret's content changed while its reference did not, so that whoever uses it binds again. */
    static final String SECRETS_GENERATION = ".secrets";

    private final Sources sources;
    private final ConfigStore store;
    private final Bookkeeping bookkeeping;
    private final Consumer<Finding> log;
    private final Map<String, KnownTable> known = new TreeMap<>();
    private Optional<ConfigText> running = Optional.empty();
    private List<Finding> refused = List.of();

    /**
     * @param bookkeeping a file of its own
     * @param log takes what a person should read once
     */
    public Configuration(Sources sources, ConfigStore store, Path bookkeeping, Consumer<Finding> log) {
        this.sources = sources;
        this.store = store;
        this.bookkeeping = new Bookkeeping(bookkeeping);
        this.log = log;
    }

    /** Reads the sources again. A mistake anywhere leaves everything as it runs. Returns what was found. */
    public synchronized List<Finding> reload() {
        ConfigText text = sources.read();
        Map<KnownTable, Judgement> judged = new LinkedHashMap<>();
        List<Finding> errors = new ArrayList<>(text.findings());
        errors.addAll(sources.flags().findings());
        if (errors.isEmpty()) {
            for (KnownTable table : known.values()) {
                Judgement judgement = sources.judge(table, text, known.keySet());
                judged.put(table, judgement);
                errors.addAll(judgement.findings());
            }
        }
        boolean accepted = errors.stream().noneMatch(Finding::isError);
        refused = accepted ? List.of() : List.copyOf(errors);
        if (accepted) {
            running = Optional.of(text);
            judged.forEach(this::apply);
        }
        refused.forEach(log);
        return List.copyOf(errors);
    }

    /** A capability came: its table is applied before this returns, so that its components start with it. */
    public synchronized void add(Capability capability) {
        KnownTable table = new KnownTable(capability);
        known.put(capability.table(), table);
        running.ifPresent(text -> {
            Judgement judgement = sources.judge(table, text, known.keySet());
            if (judgement.hasErrors()) {
                table.findings = judgement.findings();
                judgement.findings().forEach(log);
            } else {
                apply(table, judgement);
            }
        });
    }

    /** A capability went; its configuration stays for its return. */
    public synchronized void remove(Capability capability) {
        if (known.containsKey(capability.table()) && known.get(capability.table()).capability == capability) {
            known.remove(capability.table());
        }
    }

    private void apply(KnownTable table, Judgement judgement) {
        Optional<Map<String, Object>> present = store.read(table.pid());
        table.judgement = Optional.of(judgement);
        table.findings = List.of();
        table.overrides = present.map(values -> Overrides.derive(Settings.own(values), bookkeeping.applied(table.pid()),
                judgement.base(), table.keys)).orElse(Map.of());
        if (!table.overrides.isEmpty() && !problems(table, table.desired()).isEmpty()) {
            table.findings = List.of(Finding.warning(table.pid(), "left out, because they do not fit any more: the overrides "
                    + String.join(", ", table.overrides.keySet())));
            table.findings.forEach(log);
            table.overrides = Map.of();
        }
        write(table, present, secretsGeneration(table, judgement, present));
        bookkeeping.applied(table.pid(), judgement.base());
    }

    private static long secretsGeneration(KnownTable table, Judgement judgement, Optional<Map<String, Object>> present) {
        long generation = present.map(values -> values.get(SECRETS_GENERATION)).filter(Long.class::isInstance)
                .map(Long.class::cast).orElse(0L);
        boolean changed = table.secretsHash.filter(hash -> !hash.equals(judgement.secretsHash())).isPresent();
        table.secretsHash = Optional.of(judgement.secretsHash());
        return changed ? generation + 1 : generation;
    }

    private void write(KnownTable table, Optional<Map<String, Object>> present, long generation) {
        Map<String, Object> desired = new LinkedHashMap<>(table.desired());
        Map<String, Object> held = new LinkedHashMap<>(
                Overrides.meant(present.map(Settings::own).orElse(Map.of()), table.keys));
        held.entrySet().removeIf(entry -> !desired.containsKey(entry.getKey())
                && !bookkeeping.applied(table.pid()).containsKey(entry.getKey()));
        long before = present.map(values -> values.get(SECRETS_GENERATION)).filter(Long.class::isInstance)
                .map(Long.class::cast).orElse(0L);
        if (present.isEmpty() || generation != before || !Values.same(held, desired)) {
            if (generation > 0) {
                desired.put(SECRETS_GENERATION, generation);
            }
            store.write(table.pid(), desired);
        }
    }

    /** Somebody, perhaps we, changed or deleted the configuration of a PID. */
    public synchronized void changed(String pid) {
        known.values().stream().filter(table -> table.pid().equals(pid) && table.judgement.isPresent()).findFirst()
                .ifPresent(this::takeChange);
    }

    private void takeChange(KnownTable table) {
        Judgement judgement = table.judgement.orElseThrow();
        Optional<Map<String, Object>> present = store.read(table.pid());
        Map<String, Optional<Object>> overrides = present.map(values -> Overrides.derive(Settings.own(values),
                bookkeeping.applied(table.pid()), judgement.base(), table.keys)).orElse(Map.of());
        List<OptionProblem> problems = problems(table, Overrides.onTopOf(judgement.base(), overrides));
        if (problems.isEmpty()) {
            table.overrides = overrides;
            table.findings = List.of();
            present.ifPresent(values -> noteSpelledDefaults(table, judgement.base(), values));
        } else {
            table.findings = problems.stream().map(problem -> Finding.warning(table.pid(),
                    "a change was taken back: " + shown(table, problem))).toList();
            table.findings.forEach(log);
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

    private static String shown(KnownTable table, OptionProblem problem) {
        String path = String.join(".", problem.path());
        return Judgement.isHidden(table.options, path, "") ? path + ": not what the setting takes" : problem.toString();
    }

    /** What is wrong with values as they lie in Config Admin. */
    private List<OptionProblem> problems(KnownTable table, Map<String, Object> values) {
        try {
            return table.options.bind(io.penstock.core.options.SecretTexts.rewrite(table.options,
                    Settings.nested(table.options, values), sources.resolver()::resolve)).problems();
        } catch (PenstockException e) {
            return List.of(new OptionProblem(List.of(), e.code(), e.getMessage()));
        }
    }

    /** Overrides one setting; refused when the result would not be valid. */
    public synchronized void set(Flags.Path path, Object value) {
        KnownTable table = table(path);
        Object filled = filled(table, path, value);
        Map<String, Object> next = new LinkedHashMap<>(table.desired());
        next.keySet().removeIf(key -> key.startsWith(path.key() + "."));
        next.put(path.key(), filled);
        List<OptionProblem> problems = problems(table, next);
        if (!problems.isEmpty()) {
            throw PenstockException.invalid("config.value", path.table() + "." + shown(table, problems.get(0)));
        }
        store.write(table.pid(), next);
        takeChange(table);
    }

    private Object filled(KnownTable table, Flags.Path path, Object value) {
        if (Judgement.isHidden(table.options, path.key(), "")) {
            return value;
        }
        if (References.isSensitive(Values.text(value))) {
            throw PenstockException.invalid("config.value", path + " is no secret, so what the reference stands for would be"
                    + " kept and shown readable: write it into the file, which remembers the reference");
        }
        return Values.mapTexts(value, sources.resolver()::resolve);
    }

    /** Takes overrides back: of one setting with all below it, or of a whole table. Returns how many there were. */
    public synchronized int reset(Flags.Path path) {
        KnownTable table = table(path);
        Map<String, Optional<Object>> kept = new LinkedHashMap<>(table.overrides);
        kept.keySet().removeIf(key -> path.key().isEmpty() || key.equals(path.key()) || key.startsWith(path.key() + "."));
        int gone = table.overrides.size() - kept.size();
        if (gone > 0) {
            store.write(table.pid(), Overrides.onTopOf(table.judgement.map(Judgement::base).orElse(Map.of()), kept));
            takeChange(table);
        }
        return gone;
    }

    private KnownTable table(Flags.Path path) {
        KnownTable table = known.get(path.table());
        if (table == null) {
            throw new PenstockException(ErrorKind.NOT_FOUND, "config.table", "no capability \"" + path.table()
                    + "\" is installed; installed are " + String.join(", ", known.keySet())
                    + Suggestions.nearest(path.table(), known.keySet()).map(near -> "; did you mean \"" + near + "\"?")
                            .orElse(""));
        }
        if (table.judgement.isEmpty()) {
            throw new PenstockException(ErrorKind.CONFLICT, "config.broken",
                    "the configuration file has mistakes: correct them first (penstock config check)");
        }
        return table;
    }

    /** Every setting of every table, as it stands. */
    public synchronized List<Setting> settings() {
        List<Setting> settings = new ArrayList<>();
        known.values().forEach(table -> settings.addAll(Setting.of(table)));
        running.ifPresent(text -> text.tables().values().stream().filter(table -> !known.containsKey(table.name()))
                .forEach(table -> settings.addAll(Setting.waiting(table))));
        return settings;
    }

    /** Everything wrong at present: a refused edit, tables that do not fit, tables nobody reads. */
    public synchronized List<Finding> findings() {
        List<Finding> findings = new ArrayList<>(refused);
        known.values().forEach(table -> findings.addAll(table.findings));
        running.ifPresent(text -> findings.addAll(notInstalled(text)));
        return findings;
    }

    /** Everything wrong with a file, as if it were to be applied now. */
    public synchronized List<Finding> check(Path file) {
        ConfigText text = Sources.read(file);
        List<Finding> findings = new ArrayList<>(text.findings());
        if (!text.isBroken()) {
            known.values().forEach(table -> findings.addAll(sources.judge(table, text, known.keySet()).findings()));
            findings.addAll(notInstalled(text));
        }
        return findings;
    }

    private List<Finding> notInstalled(ConfigText text) {
        return text.tables().values().stream().filter(table -> !known.containsKey(table.name()))
                .map(table -> Finding.warning(table.place(), "no capability \"" + table.name()
                        + "\" is installed; the table is applied when it comes"
                        + Suggestions.nearest(table.name(), known.keySet())
                                .map(near -> " (did you mean \"" + near + "\"?)").orElse("")))
                .toList();
    }

    /** The file that is read, if there is one. */
    public Optional<Path> file() {
        return sources.search().find();
    }

    /** The installed capabilities with the dotted keys each has in Config Admin at present. */
    public synchronized List<String> presentKeys(String table) {
        KnownTable one = known.get(table);
        return one == null ? List.of() : List.copyOf(one.desired().keySet());
    }
}
