package io.penstock.config.service;

import io.penstock.config.apply.Configuration;
import io.penstock.config.source.Finding;
import io.penstock.core.health.Health;
import io.penstock.core.health.Health.State;
import io.penstock.core.health.HealthSource;
import io.penstock.core.time.Clock;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * DEGRADED while something in the configuration is wrong: what ran before goes on. What nobody reads is told, but makes
 * nothing worse. Thread-safe.
 */
final class ConfigHealth implements HealthSource {
    private final Configuration configuration;
    private final Clock clock;
    private Health last;

    ConfigHealth(Configuration configuration, Clock clock) {
        this.configuration = configuration;
        this.clock = clock;
        this.last = new Health(State.UP, "", clock.now());
    }

    @Override
    public String capability() {
        return "config";
    }

    @Override
    public synchronized Map<String, Health> health() {
        Optional<Finding> worst = configuration.findings().stream().max(Comparator.comparing(Finding::isError));
        State state = worst.filter(Finding::isError).isPresent() ? State.DEGRADED : State.UP;
        String reason = worst.map(Finding::toString).orElse("");
        if (state != last.state() || !reason.equals(last.reason())) {
            last = new Health(state, reason, clock.now());
        }
        return Map.of("", last);
    }
}
