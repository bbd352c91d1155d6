package io.penstock.config.apply;

import io.penstock.config.secret.References;
import io.penstock.config.source.ConfigText;
import io.penstock.config.source.Finding;
import io.penstock.config.source.Flags;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.options.Capability;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.options.Suggestions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The agent's configuration: keeps Config Admin in line with the sources, keeps what others changed there, and tells
 * where each value comes from. Thread-safe: one lock, held over reads and writes of the store, which hands its events
 * on by threads of its own.
 */
public final class Configuration {
    private final Sources sources;
    private final ConfigStore store;
    private final Applier applier;
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
        this.applier = new Applier(store, new Bookkeeping(bookkeeping), sources.resolver(), log);
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

    /** What cannot be kept, for lack of a disk say, is told once and tried again at every {@link #retry}. */
    private void apply(KnownTable table, Judgement judgement) {
        kept(table, () -> {
            applier.apply(table, judgement);
            if (table.unkept) {
                table.unkept = false;
                log.accept(Finding.warning(table.pid(), "what could not be kept is kept by now"));
            }
        });
    }

    private void kept(KnownTable table, Runnable change) {
        try {
            change.run();
        } catch (PenstockException e) {
            if (e.kind() != ErrorKind.RETRY) {
                throw e;
            }
            table.findings = List.of(Finding.error(table.pid(), e.getMessage() + "; it is tried again until it succeeds"));
            if (!table.unkept) {
                table.findings.forEach(log);
            }
            table.unkept = true;
        }
    }

    /** Applies once more what could not be kept; to be called from time to time. */
    public synchronized void retry() {
        known.values().stream().filter(table -> table.unkept)
                .forEach(table -> table.judgement.ifPresent(judgement -> apply(table, judgement)));
    }

    /** A capability went; its configuration stays for its return. */
    public synchronized void remove(Capability capability) {
        if (known.containsKey(capability.table()) && known.get(capability.table()).capability == capability) {
            known.remove(capability.table());
        }
    }

    /** Somebody, perhaps we, changed or deleted the configuration of a PID. */
    public synchronized void changed(String pid) {
        known.values().stream().filter(table -> table.pid().equals(pid) && table.judgement.isPresent()).findFirst()
                .ifPresent(table -> kept(table, () -> applier.takeChange(table)));
    }

    /** Overrides one setting; refused when the result would not be valid. */
    public void set(Flags.Path path, Object value) {
        set(path, value, Optional.empty());
    }

    /** As the other, for somebody who is no person: {@code server}. Shown as the source, until a restart. */
    public synchronized void set(Flags.Path path, Object value, Optional<String> by) {
        KnownTable table = table(path);
        Object filled = filled(table, path, value);
        Map<String, Object> next = new LinkedHashMap<>(table.desired());
        next.keySet().removeIf(key -> key.startsWith(path.key() + "."));
        next.put(path.key(), filled);
        List<OptionProblem> problems = table.problems(next, sources.resolver());
        if (!problems.isEmpty()) {
            throw PenstockException.invalid("config.value", path.table() + "." + table.shown(problems.get(0)));
        }
        store.write(table.pid(), next);
        applier.takeChange(table);
        by.ifPresentOrElse(who -> table.setBy.put(path.key(), who), () -> table.setBy.remove(path.key()));
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
            applier.takeChange(table);
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

    /** Everything wrong at present: a refused edit, tables that do not fit, tables, variables and flags nobody reads. */
    public synchronized List<Finding> findings() {
        List<Finding> findings = new ArrayList<>(refused);
        known.values().forEach(table -> findings.addAll(table.findings));
        running.ifPresent(text -> findings.addAll(notInstalled(text)));
        findings.addAll(sources.variables().strangers(known.keySet(), known.values().stream()
                .flatMap(table -> table.capability.variables().keySet().stream()).collect(Collectors.toSet())));
        findings.addAll(sources.flags().strangers(known.keySet()));
        return findings;
    }

    /** Everything wrong with files, as if they were to be applied now. */
    public synchronized List<Finding> check(List<Path> files) {
        ConfigText text = files.stream().map(Sources::read).reduce(ConfigText::with).orElse(ConfigText.NONE);
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

    /** The files that are read, if there are any. */
    public List<Path> files() {
        return sources.search().find();
    }

    /** The installed capabilities with the dotted keys each has in Config Admin at present. */
    public synchronized List<String> presentKeys(String table) {
        KnownTable one = known.get(table);
        return one == null ? List.of() : List.copyOf(one.desired().keySet());
    }
}
