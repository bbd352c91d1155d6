package io.penstock.control.server;

import io.penstock.control.api.Json;
import io.penstock.control.api.ProblemCode;
import io.penstock.control.server.about.EventsResource;
import io.penstock.control.server.http.Authenticator;
import io.penstock.control.server.http.Caller;
import io.penstock.control.server.http.IdempotencyStore;
import io.penstock.control.server.http.Place;
import io.penstock.control.server.http.Resource;
import io.penstock.control.server.settings.ServerSettings;
import io.penstock.control.server.store.Store;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.health.Health;
import io.penstock.core.metrics.MetricSink;
import io.penstock.core.time.Clock;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** What stands behind the port: who may do what, the fleet, and what happens. Thread-safe. */
public final class Assembly implements AutoCloseable {
    private final List<Resource> resources;

    private Assembly(List<Resource> resources) {
        this.resources = List.copyOf(resources);
    }

    /** Opens everything; blocks. */
    static Assembly open(Store store, Json json, Supplier<Place> place, Supplier<ServerSettings> live, Path folder,
                         String software, Clock clock, SecureRandom random) {
        return new Assembly(List.of(new EventsResource(store.changes(), json, change -> Map.of())));
    }

    List<Resource> resources() {
        return resources;
    }

    Authenticator authenticator() {
        return (shown, from) -> shown.bearer().isEmpty() ? CompletableFuture.completedStage(new Caller.Nobody())
                : CompletableFuture.failedStage(new PenstockException(ErrorKind.DENIED, ProblemCode.ACCESS_TOKEN.code(),
                        "this token is not known"));
    }

    IdempotencyStore idempotency() {
        return null;
    }

    Map<String, Health> health() {
        return Map.of();
    }

    void collect(MetricSink sink) {
        // nothing to count yet
    }

    @Override
    public void close() {
        // nothing is open yet
    }
}
