package io.penstock.control.server;

import io.penstock.control.api.Json;
import io.penstock.control.server.about.EventsResource;
import io.penstock.control.server.access.Access;
import io.penstock.control.server.access.ServerFacts;
import io.penstock.control.server.http.Authenticator;
import io.penstock.control.server.http.IdempotencyStore;
import io.penstock.control.server.http.Place;
import io.penstock.control.server.http.Resource;
import io.penstock.control.server.settings.ServerSettings;
import io.penstock.control.server.store.MasterKey;
import io.penstock.control.server.store.Store;
import io.penstock.core.health.Health;
import io.penstock.core.metrics.MetricSink;
import io.penstock.core.time.Clock;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** What stands behind the port: who may do what, the fleet, and what happens. Thread-safe. */
public final class Assembly implements AutoCloseable {
    /**
     * What it needs.
     *
     * @param place where others connect
     * @param live settings, as they are at the moment
     * @param folder the server's
     * @param software its version
     */
    record Parts(Store store, MasterKey key, Json json, Supplier<Place> place, Supplier<ServerSettings> live, Path folder,
                 String software, Clock clock, SecureRandom random) {
    }

    private final Access access;
    private final List<Resource> resources;

    private Assembly(Parts parts, Access access) {
        this.access = access;
        this.resources = new ArrayList<>(access.resources());
        resources.add(new EventsResource(parts.store().changes(), parts.json(), change -> Map.of()));
    }

    /** Opens everything; blocks. */
    static Assembly open(Parts parts) {
        ServerFacts facts = new ServerFacts(parts.place(), parts.software(), parts.folder().resolve("backups"),
                parts.clock().now());
        Access access = Access.open(new Access.Parts(parts.store(), parts.key(), parts.folder(), parts.clock(), parts.random(),
                facts, parts.live(), UnaryOperator.identity()));
        return new Assembly(parts, access);
    }

    /** Who may do what. */
    public Access access() {
        return access;
    }

    List<Resource> resources() {
        return List.copyOf(resources);
    }

    Authenticator authenticator() {
        return access.authenticator();
    }

    IdempotencyStore idempotency() {
        return access.idempotency();
    }

    Map<String, Health> health() {
        return Map.of();
    }

    void collect(MetricSink sink) {
    }

    @Override
    public void close() {
        access.close();
    }
}
