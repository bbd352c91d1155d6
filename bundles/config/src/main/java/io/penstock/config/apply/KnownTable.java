package io.penstock.config.apply;

import io.penstock.config.source.Keys;
import io.penstock.core.options.Capability;
import io.penstock.core.options.Options;
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
    List<io.penstock.config.source.Finding> findings = List.of();
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

    Map<String, Object> desired() {
        return Overrides.onTopOf(judgement.map(Judgement::base).orElse(Map.of()), overrides);
    }
}
