package io.penstock.control.server.about;

import io.penstock.control.api.HealthPart;
import io.penstock.control.server.http.Answer;
import io.penstock.control.server.http.Call;
import io.penstock.control.server.http.Resource;
import io.penstock.control.server.http.Routes;
import io.penstock.core.health.Health;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** {@code /health} and {@code /ready}: for load balancers and whoever watches. */
public final class HealthResource implements Resource {
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final Supplier<Map<String, Health>> health;
    private final BooleanSupplier started;

    /** @param started whether everything is served */
    public HealthResource(Supplier<Map<String, Health>> health, BooleanSupplier started) {
        this.health = health;
        this.started = started;
    }

    @Override
    public void routes(Routes routes) {
        List.of("", "/api/v1").forEach(prefix -> {
            routes.on("GET", prefix + "/health").open().to(this::health);
            routes.on("GET", prefix + "/ready").open().to(this::ready);
        });
    }

    private CompletionStage<Answer> health(Call call) {
        Map<String, HealthPart> parts = new TreeMap<>();
        Health.State worst = Health.State.UP;
        for (Map.Entry<String, Health> part : health.get().entrySet()) {
            Health.State state = part.getValue().state();
            worst = state.compareTo(worst) > 0 ? state : worst;
            parts.put(part.getKey(), new HealthPart(state.name().toLowerCase(Locale.ROOT), part.getValue().reason()));
        }
        String status = switch (worst) {
            case UP, WAITING -> "ok";
            case DEGRADED -> "degraded";
            case DOWN -> "failed";
        };
        return CompletableFuture.completedStage(new Answer.Json(worst == Health.State.DOWN ? UNAVAILABLE : OK,
                Map.of("status", status, "parts", parts), Map.of()));
    }

    private CompletionStage<Answer> ready(Call call) {
        return CompletableFuture.completedStage(started.getAsBoolean() ? Answer.ok(Map.of("ready", true))
                : new Answer.Json(UNAVAILABLE, Map.of("ready", false, "reason", "the server is starting"), Map.of()));
    }
}
