package io.penstock.control.server.component;

import io.penstock.control.server.Assembly;
import io.penstock.control.server.ControlServer;
import io.penstock.control.server.http.Place;
import io.penstock.control.server.settings.ServerSettings;
import io.penstock.control.server.store.sql.Drivers;
import io.penstock.core.admin.PlaceSource;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.health.Health;
import io.penstock.core.health.HealthSource;
import io.penstock.core.metrics.MetricSink;
import io.penstock.core.metrics.MetricSource;
import io.penstock.core.options.Settings;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.secret.TextResolver;
import io.penstock.core.time.Clock;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Runs the control plane while {@code [control-server]}, or the mode, has an address. */
@Component(immediate = true, service = {ServerComponent.class, HealthSource.class, MetricSource.class, PlaceSource.class},
        configurationPid = ControlServerCapability.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class ServerComponent implements HealthSource, MetricSource, PlaceSource {
    private final BundleContext context;
    private final TextResolver texts;
    private final Path folder;
    private final Offers offers;
    private final List<Plugin<?>> plugins = new CopyOnWriteArrayList<>();
    private volatile Optional<ControlServer> running = Optional.empty();

    /** Begins, if there is an address; waits for nothing. */
    @Activate
    public ServerComponent(BundleContext context, Map<String, Object> properties, @Reference TextResolver texts) {
        this.context = context;
        this.texts = texts;
        this.folder = Folders.own(context);
        this.offers = new Offers(context);
        modified(properties);
    }

    @Modified
    final synchronized void modified(Map<String, Object> properties) {
        ServerSettings settings = Settings.bind(ServerSettings.class, properties, texts)
                .or(Folders.usualAddress(context));
        if (settings.listenAt().isEmpty()) {
            stop();
        } else if (running.isPresent()) {
            running.get().become(settings);
        } else {
            running = Optional.of(new ControlServer(settings, folder, context.getBundle().getVersion().toString(),
                    () -> plugins, this::changed, Clock.system(), new SecureRandom()));
        }
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addPlugin(Plugin<?> plugin) {
        plugins.add(plugin);
    }

    void removePlugin(Plugin<?> plugin) {
        plugins.remove(plugin);
    }

    private void changed(Optional<Assembly> assembly) {
        offers.offer(assembly);
    }

    @Deactivate
    synchronized void stop() {
        Optional<ControlServer> old = running;
        running = Optional.empty();
        old.ifPresent(ControlServer::close);
        offers.offer(Optional.empty());
        Drivers.release();
    }

    /** What serves; NOT_FOUND ({@code control-server.off}) where nothing does. */
    Assembly assembly() {
        return running.flatMap(ControlServer::assembly).orElseThrow(() -> new PenstockException(ErrorKind.NOT_FOUND,
                "control-server.off", running.map(server -> server.health().get("").reason())
                        .orElse("there is no control plane here: [control-server] has no address")));
    }

    /** Where it listens. */
    Optional<Place> place() {
        return running.flatMap(ControlServer::place);
    }

    @Override
    public String capability() {
        return "control-server";
    }

    @Override
    public Map<String, Health> health() {
        return running.map(ControlServer::health).orElse(Map.of());
    }

    @Override
    public void collect(MetricSink sink) {
        running.ifPresent(server -> server.collect(sink));
    }

    @Override
    public Map<String, String> places() {
        Map<String, String> places = new TreeMap<>();
        place().ifPresent(place -> {
            places.put("control plane", place.url().toString());
            place.pin().ifPresent(pin -> places.put("control plane pin", pin));
        });
        return places;
    }
}
