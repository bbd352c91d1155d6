package io.penstock.config.service;

import io.penstock.config.apply.Configuration;
import io.penstock.config.source.Finding;
import io.penstock.core.health.Health;
import io.penstock.core.health.Health.State;
import io.penstock.core.health.HealthSource;
import io.penstock.core.time.Clock;
import java.util.Map;
import java.util.Optional;

/** DEGRADED while something in the configuration is wrong: what ran before goes on. Thread-safe. */
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
        Optional<Finding> error = configuration.findings().stream().filter(Finding::isError).findFirst();
        State state = error.isPresent() ? State.DEGRADED : State.UP;
        String reason = error.map(Finding::toString).orElse("");
        if (state != last.state() || !reason.equals(last.reason())) {
            last = new Health(state, reason, clock.now());
        }
        return Map.of("", last);
    }
}
