package io.penstock.control.server;

import io.penstock.control.api.Json;
import io.penstock.control.server.about.DocumentResource;
import io.penstock.control.server.about.HealthResource;
import io.penstock.control.server.about.VersionResource;
import io.penstock.control.server.http.HttpServer;
import io.penstock.control.server.http.Place;
import io.penstock.control.server.http.Resource;
import io.penstock.control.server.settings.ServerSettings;
import io.penstock.control.server.store.MasterKey;
import io.penstock.control.server.store.Store;
import io.penstock.core.concurrent.Backoff;
import io.penstock.core.concurrent.Workers;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.health.Health;
import io.penstock.core.metrics.MetricSink;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.time.Clock;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control plane, whole: opens the store, then the port, then everything behind it, on a thread of its own; what cannot be
 * opened now is tried again. Settings may change while it runs. Thread-safe.
 */
public final class ControlServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("io.penstock.control.server");
    private static final Duration FIRST_TRY_AGAIN = Duration.ofSeconds(1);
    private static final Duration LAST_TRY_AGAIN = Duration.ofSeconds(30);
    private static final Duration CLOSING = Duration.ofSeconds(2);

    /** What runs once everything is open. */
    private record Running(Store store, HttpServer http, Optional<Assembly> assembly) {
    }

    private final Path folder;
    private final String software;
    private final Supplier<Collection<Plugin<?>>> plugins;
    private final Consumer<Optional<Assembly>> changed;
    private final Clock clock;
    private final SecureRandom random;
    private final Backoff backoff;
    private final ScheduledExecutorService thread = Workers.timer("control-server");
    private volatile ServerSettings settings;
    private volatile Optional<Running> running = Optional.empty();
    private volatile Health health;
    private volatile boolean closed;

    /**
     * Begins; returns at once.
     *
     * @param folder of this server, {@code <data>/control-server}
     * @param software its version
     * @param plugins that pipes are checked with, those there are at the moment
     * @param changed told, on a thread of this, of what serves now, and of nothing when it ends
     */
    public ControlServer(ServerSettings settings, Path folder, String software, Supplier<Collection<Plugin<?>>> plugins,
                         Consumer<Optional<Assembly>> changed, Clock clock, SecureRandom random) {
        this.settings = settings;
        this.folder = folder;
        this.software = software;
        this.plugins = plugins;
        this.changed = changed;
        this.clock = clock;
        this.random = random;
        this.backoff = new Backoff(FIRST_TRY_AGAIN, LAST_TRY_AGAIN, random::nextDouble);
        this.health = new Health(Health.State.WAITING, "starting", clock.now());
        thread.execute(this::open);
    }

    private void open() {
        List<AutoCloseable> opened = new ArrayList<>();
        try {
            MasterKey key = StoreOpening.key(settings, folder, random);
            Store store = kept(opened, StoreOpening.open(settings, key, folder, clock, random));
            Json json = new Json();
            HttpServer http = kept(opened, new HttpServer(() -> settings, store.sealed()::openOrMake, json, own(), clock, random));
            running = Optional.of(new Running(store, http, Optional.empty()));
            http.listen();
            Assembly assembly = kept(opened, Assembly.open(new Assembly.Parts(store, key, json, http::place, http::local,
                    () -> settings, folder, software, plugins, clock, random)));
            List<Resource> all = new ArrayList<>(own());
            all.addAll(assembly.resources());
            http.serve(all, assembly.authenticator(), assembly.idempotency());
            running = Optional.of(new Running(store, http, Optional.of(assembly)));
            health = new Health(Health.State.UP, "", clock.now());
            backoff.reset();
            Place place = http.place();
            LOG.info("serves at {}{}", place.url(), place.pin().map(pin -> ", pin " + pin).orElse(""));
            changed.accept(Optional.of(assembly));
        } catch (PenstockException e) {
            running = Optional.empty();
            closeAll(opened);
            failed(e);
        } catch (RuntimeException | LinkageError e) {
            running = Optional.empty();
            closeAll(opened);
            health = new Health(Health.State.DOWN, PenstockException.describe(e), clock.now());
            LOG.error("cannot start", e);
        }
    }

    private static <T extends AutoCloseable> T kept(List<AutoCloseable> opened, T part) {
        opened.add(0, part);
        return part;
    }

    private void failed(PenstockException e) {
        if (closed) {
            return;
        }
        boolean again = e.kind() == ErrorKind.RETRY;
        Health told = new Health(again ? Health.State.DEGRADED : Health.State.DOWN, e.getMessage(), clock.now());
        if (!told.reason().equals(health.reason())) {
            LOG.error("cannot start{}: {}", again ? ", and tries again" : "", e.getMessage());
        }
        health = told;
        if (again) {
            thread.schedule(this::open, backoff.next().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private List<Resource> own() {
        return List.of(new HealthResource(this::health, () -> running.filter(now -> now.http().isStarted()).isPresent()),
                new VersionResource(software), new DocumentResource());
    }

    /** Goes on with other settings: with another store, everything is opened anew. Returns at once. */
    public void become(ServerSettings next) {
        thread.execute(() -> {
            boolean sameStore = settings.sameStore(next);
            settings = next;
            if (running.isEmpty() || !sameStore) {
                closeParts();
                open();
            } else {
                move(running.get().http());
            }
        });
    }

    private void move(HttpServer http) {
        try {
            http.listen();
            health = new Health(Health.State.UP, "", clock.now());
        } catch (PenstockException e) {
            LOG.error("the port stays as it was: {}", e.getMessage());
            health = new Health(Health.State.DEGRADED, "the port is as before the last change: " + e.getMessage(), clock.now());
        }
    }

    /** Everything that serves; empty while it starts or cannot. */
    public Optional<Assembly> assembly() {
        return running.flatMap(Running::assembly);
    }

    /** Where it listens; empty while it does not. */
    public Optional<Place> place() {
        return running.map(Running::http).filter(http -> http.bound().isPresent()).map(HttpServer::place);
    }

    /** Everything that is served: method and template. */
    public List<String> routes() {
        return running.map(Running::http).map(HttpServer::routes).orElse(List.of());
    }

    /** How it is. Quick. */
    public Map<String, Health> health() {
        Map<String, Health> parts = new TreeMap<>(Map.of("", health));
        assembly().ifPresent(now -> parts.putAll(now.health()));
        running.ifPresent(now -> parts.put("store", now.store().trouble()
                .map(reason -> new Health(Health.State.DEGRADED, reason, clock.now()))
                .orElse(new Health(Health.State.UP, "", health.since()))));
        return parts;
    }

    /** Its numbers. Quick. */
    public void collect(MetricSink sink) {
        running.ifPresent(now -> {
            now.http().collect(sink);
            sink.counter("penstock_control_server_store_commits_total", "Transactions committed", Map.of(), now.store().commits());
            now.assembly().ifPresent(assembly -> assembly.collect(sink));
        });
    }

    private void closeParts() {
        Optional<Running> old = running;
        running = Optional.empty();
        old.ifPresent(parts -> {
            changed.accept(Optional.empty());
            List<AutoCloseable> all = new ArrayList<>(List.of(parts.http()));
            parts.assembly().ifPresent(all::add);
            all.add(parts.store());
            closeAll(all);
            LOG.info("serves no more");
        });
    }

    private static void closeAll(List<? extends AutoCloseable> parts) {
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("{} did not end well: {}", part.getClass().getSimpleName(), e.toString());
            }
        }
    }

    /** Ends; what is being answered has a moment to end by itself. Idempotent. */
    @Override
    public void close() {
        closed = true;
        Workers.stop(thread, CLOSING);
        closeParts();
    }
}
