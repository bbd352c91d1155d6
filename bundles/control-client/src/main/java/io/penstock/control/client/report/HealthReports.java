package io.penstock.control.client.report;

import io.penstock.control.api.HealthPart;
import io.penstock.control.api.HealthReport;
import io.penstock.control.api.HealthStatus;
import io.penstock.core.health.Health;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** How this agent is, all capabilities together. Pipes are told one by one, the client by the very request. Thread-safe. */
public final class HealthReports {
    private static final Set<String> TOLD_OTHERWISE = Set.of("pipes", "control-client");
    private static final int MAX_PARTS = 200;
    private static final int MAX_REASON = 1000;

    private final Supplier<Map<String, Map<String, Health>>> sources;
    private final Supplier<Collection<String>> problems;

    /** @param problems what else is wrong, of the client's own */
    public HealthReports(Supplier<Map<String, Map<String, Health>>> sources, Supplier<Collection<String>> problems) {
        this.sources = sources;
        this.problems = problems;
    }

    /** As it is now. */
    public HealthReport now() {
        SortedMap<String, HealthPart> parts = new TreeMap<>();
        boolean[] degraded = new boolean[1];
        sources.get().forEach((capability, health) -> {
            if (!TOLD_OTHERWISE.contains(capability)) {
                health.forEach((name, one) -> {
                    degraded[0] |= one.state().compareTo(Health.State.DEGRADED) >= 0;
                    if (parts.size() < MAX_PARTS) {
                        parts.put(name.isEmpty() ? capability : capability + "/" + name, part(one));
                    }
                });
            }
        });
        Optional<String> message = problems.get().stream().reduce((all, one) -> all + "; " + one)
                .map(text -> text.substring(0, Math.min(4000, text.length())));
        return new HealthReport(degraded[0] || message.isPresent() ? HealthStatus.DEGRADED : HealthStatus.OK, message, parts);
    }

    private static HealthPart part(Health health) {
        String reason = health.reason();
        return new HealthPart(health.state().name().toLowerCase(Locale.ROOT),
                reason.substring(0, Math.min(MAX_REASON, reason.length())));
    }
}
