package io.penstock.control.server;

import io.penstock.control.api.Json;
import io.penstock.control.server.about.EventsResource;
import io.penstock.control.server.access.Access;
import io.penstock.control.server.access.ServerFacts;
import io.penstock.control.server.fleet.Fleet;
import io.penstock.control.server.http.Authenticator;
import io.penstock.control.server.http.IdempotencyStore;
import io.penstock.control.server.http.Place;
import io.penstock.control.server.http.Resource;
import io.penstock.control.server.pipe.Selector;
import io.penstock.control.server.pipe.ToolReader;
import io.penstock.control.server.settings.ServerSettings;
import io.penstock.control.server.store.MasterKey;
import io.penstock.control.server.store.Store;
import io.penstock.core.health.Health;
import io.penstock.core.metrics.MetricSink;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.time.Clock;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What stands behind the port: who may do what, the fleet, and what happens. Thread-safe. */
public final class Assembly implements AutoCloseable {
    /**
     * What it needs.
     *
     * @param place where others connect
     * @param local where this machine connects
     * @param live settings, as they are at the moment
     * @param folder the server's
     * @param software its version
     * @param plugins that pipes are checked with
     */
    record Parts(Store store, MasterKey key, Json json, Supplier<Place> place, Supplier<Place> local,
                 Supplier<ServerSettings> live, Path folder, String software, Supplier<Collection<Plugin<?>>> plugins,
                 Clock clock, SecureRandom random) {
    }

    private final Parts parts;
    private final Access access;
    private final Fleet fleet;
    private final List<Resource> resources;

    private Assembly(Parts parts, Access access, Fleet fleet) {
        this.parts = parts;
        this.access = access;
        this.fleet = fleet;
        access.agentsOf(fleet::matches);
        this.resources = new ArrayList<>(access.resources());
        resources.addAll(fleet.resources());
        resources.add(new EventsResource(parts.store().changes(), parts.json(), fleet::states));
    }

    /** Opens everything; blocks. */
    static Assembly open(Parts parts) {
        ServerFacts facts = new ServerFacts(parts.place(), parts.software(), parts.folder().resolve("backups"),
                parts.clock().now());
        Access access = Access.open(new Access.Parts(parts.store(), parts.key(), parts.folder(), parts.clock(), parts.random(),
                facts, parts.live(), text -> Selector.parse(text).toString()));
        try {
            return new Assembly(parts, access, fleet(parts, access));
        } catch (RuntimeException e) {
            access.close();
            throw e;
        }
    }

    private static Fleet fleet(Parts parts, Access access) {
        return Fleet.open(new Fleet.Parts(parts.store(), access.credentials(), access.signer(), access.settings(), parts.place(),
                StoreOpening.serverId(parts.folder(), parts.clock(), parts.random()), new ToolReader(parts.plugins()), parts.clock(),
                parts.random()));
    }

    /** Agents, pipes and rollouts. */
    public Fleet fleet() {
        return fleet;
    }

    /** Who may do what. */
    public Access access() {
        return access;
    }

    /** Where this machine connects. */
    public Place local() {
        return parts.local().get();
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
        return fleet.health();
    }

    void collect(MetricSink sink) {
        fleet.collect(sink);
    }

    @Override
    public void close() {
        try {
            fleet.close();
        } finally {
            access.close();
        }
    }
}
