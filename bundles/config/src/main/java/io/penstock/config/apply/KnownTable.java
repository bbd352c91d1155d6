package io.penstock.config.apply;

import io.penstock.config.source.Finding;
import io.penstock.config.source.Keys;
import io.penstock.core.error.PenstockException;
import io.penstock.core.options.Capability;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.options.Options;
import io.penstock.core.options.SecretTexts;
import io.penstock.core.options.Settings;
import io.penstock.core.secret.TextResolver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A table whose capability is installed, and how it stands. Guarded by its {@link Configuration}. */
final class KnownTable {
    final Capability capability;
    final Options<?> options;
    final Keys keys;
    /** What the sources say; empty until they could be read. */
    Optional<Judgement> judgement = Optional.empty();
    Map<String, Optional<Object>> overrides = Map.of();
    List<Finding> findings = List.of();
    /** Who has set an override, where that was not a person; only in memory. */
    final Map<String, String> setBy = new HashMap<>();
    /** Whether what it should have could not be written. */
    boolean unkept;
    /** To see when a secret's content changes; only in memory. */
    Optional<String> secretsHash = Optional.empty();

    KnownTable(Capability capability) {
        this.capability = capability;
        this.options = Options.of(capability.settings());
        this.keys = new Keys(options);
    }

    String name() {
        return capability.table();
    }

    String pid() {
        return capability.pid();
    }

    /** What is wrong with values as they lie in Config Admin. */
    List<OptionProblem> problems(Map<String, Object> values, TextResolver resolver) {
        try {
            return options.bind(SecretTexts.rewrite(options, Settings.nested(options, values), resolver::resolve)).problems();
        } catch (PenstockException e) {
            return List.of(new OptionProblem(List.of(), e.code(), e.getMessage()));
        }
    }

    /** A problem as it may be shown. */
    String shown(OptionProblem problem) {
        String path = String.join(".", problem.path());
        return Judgement.isHidden(options, path, "") ? path + ": not what the setting takes" : problem.toString();
    }

    Map<String, Object> desired() {
        return Overrides.onTopOf(judgement.map(Judgement::base).orElse(Map.of()), overrides);
    }
}
