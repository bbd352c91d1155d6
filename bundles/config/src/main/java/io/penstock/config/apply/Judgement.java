package io.penstock.config.apply;

import io.penstock.config.secret.References;
import io.penstock.config.source.Entry;
import io.penstock.config.source.Finding;
import io.penstock.config.source.Keys;
import io.penstock.config.source.Source;
import io.penstock.core.error.PenstockException;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.options.Options;
import io.penstock.core.options.SecretTexts;
import io.penstock.core.options.Settings;
import io.penstock.core.secret.TextResolver;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the sources say of one capability, filled in and checked. Immutable.
 *
 * @param base what Config Admin should hold: references filled in, except in secrets
 * @param entries where each key comes from
 * @param written what the file says, also where something stronger decides
 * @param findings everything wrong
 * @param secretsHash changes when a secret's content does; not for keeping
 */
record Judgement(Map<String, Object> base, Map<String, Entry> entries, Map<String, Entry> written, List<Finding> findings,
        String secretsHash) {
    /** Checks the entries in order of strength: a later one takes the place of an earlier one of the same key. */
    static Judgement of(Options<?> options, String place, Collection<Entry> entries, TextResolver resolver) {
        Keys keys = new Keys(options);
        List<Entry> file = entries.stream().filter(entry -> entry.source().kind() == Source.Kind.FILE).toList();
        return new Judge(options, place, resolver).judge(merged(keys, entries), merged(keys, file));
    }

    boolean hasErrors() {
        return findings.stream().anyMatch(Finding::isError);
    }

    /** Whether the value of the key must not be shown. */
    static boolean isHidden(Options<?> options, String key, Object written) {
        return SecretTexts.isSecret(options, key) || References.isSensitive(Values.text(written));
    }

    private static Map<String, Entry> merged(Keys keys, Collection<Entry> entries) {
        Map<String, Entry> merged = new TreeMap<>();
        for (Entry written : entries) {
            Entry entry = new Entry(keys.hyphenated(written.key()), written.value(), written.source());
            merged.keySet().removeIf(key -> key.startsWith(entry.key() + ".") || entry.key().startsWith(key + "."));
            merged.put(entry.key(), entry);
        }
        return merged;
    }

    /** One use, one thread. */
    private static final class Judge {
        private final Options<?> options;
        private final String place;
        private final TextResolver resolver;
        private final List<Finding> findings = new ArrayList<>();
        private final StringBuilder secrets = new StringBuilder();

        Judge(Options<?> options, String place, TextResolver resolver) {
            this.options = options;
            this.place = place;
            this.resolver = resolver;
        }

        Judgement judge(Map<String, Entry> entries, Map<String, Entry> written) {
            Map<String, Object> base = new LinkedHashMap<>();
            Map<String, Object> filled = new LinkedHashMap<>();
            entries.forEach((key, entry) -> fill(key, entry, base, filled));
            if (findings.isEmpty()) {
                options.bind(Settings.nested(options, filled)).problems()
                        .forEach(problem -> findings.add(finding(problem, entries)));
            }
            return new Judgement(base, Map.copyOf(entries), Map.copyOf(written), List.copyOf(findings), Values.hash(secrets));
        }

        private void fill(String key, Entry entry, Map<String, Object> base, Map<String, Object> filled) {
            try {
                Object value = Values.mapTexts(entry.value(), resolver::resolve);
                boolean secret = SecretTexts.isSecret(options, key);
                if (secret) {
                    secrets.append(key).append('=').append(Values.text(value)).append('\n');
                }
                filled.put(key, value);
                base.put(key, secret ? entry.value() : value);
            } catch (PenstockException e) {
                findings.add(Finding.error(entry.source(), key + ": " + e.getMessage()));
            }
        }

        private Finding finding(OptionProblem problem, Map<String, Entry> entries) {
            String path = String.join(".", problem.path());
            for (Entry entry : entries.values()) {
                if (entry.key().equals(path) || entry.key().startsWith(path + ".") || path.startsWith(entry.key() + ".")) {
                    boolean hidden = isHidden(options, entry.key(), entry.value());
                    return Finding.error(entry.source(), hidden
                            ? path + ": the value (not shown) is not what the setting takes" : problem.toString());
                }
            }
            return Finding.error(place, problem.toString());
        }
    }
}
