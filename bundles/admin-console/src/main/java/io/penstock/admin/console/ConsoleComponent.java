package io.penstock.admin.console;

import io.penstock.core.admin.PlaceSource;
import io.penstock.core.health.Health;
import io.penstock.core.health.Health.State;
import io.penstock.core.health.HealthSource;
import io.penstock.core.options.Settings;
import io.penstock.core.time.Clock;
import io.penstock.core.value.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.felix.webconsole.spi.SecurityProvider;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Lets the console in, guarded. The framework property {@code felix.webconsole.security.providers=penstock} keeps the
 * console shut while our guard is not there, and {@code org.apache.felix.http.enable=false} the port, until we open it.
 */
@Component(immediate = true, configurationPid = "io.penstock.admin.console", configurationPolicy = ConfigurationPolicy.REQUIRE,
        service = {HealthSource.class, PlaceSource.class})
public final class ConsoleComponent implements HealthSource, PlaceSource {
    private static final String HTTP_PID = "org.apache.felix.http";
    private static final String PROVIDER_ID = "penstock";

    private final BundleContext context;
    private final ConfigurationAdmin configurations;
    private final Path passwordFile;
    private final Endpoint endpoint;
    private final Optional<ConsoleAddress> address;
    private final Optional<ConsolePort> port;
    private final Optional<ServiceRegistration<SecurityProvider>> guard;
    private final java.time.Instant since = Clock.system().now();

    /** Makes the password when there is none, then opens the port and the console. */
    @Activate
    public ConsoleComponent(BundleContext context, Map<String, Object> properties,
            @Reference ConfigurationAdmin configurations) throws IOException {
        this.context = context;
        this.configurations = configurations;
        this.endpoint = new Endpoint(context);
        this.passwordFile = PasswordFile.in(Path.of(context.getProperty("io.penstock.data")));
        this.address = ConsoleAddress.parse(Settings.bind(ConsoleSettings.class, properties).address());
        if (address.isEmpty()) {
            this.guard = Optional.empty();
            this.port = Optional.empty();
            shut();
            return;
        }
        Secret password = PasswordFile.read(passwordFile, new SecureRandom());
        this.port = Optional.of(new ConsolePort(address.get(), endpoint::isAt, () -> open(address.get())));
        Dictionary<String, Object> name = new Hashtable<>();
        name.put(SecurityProvider.PROPERTY_ID, PROVIDER_ID);
        // Above the console's own, which knows a default password.
        name.put("service.ranking", Integer.MAX_VALUE);
        this.guard = Optional.of(context.registerService(SecurityProvider.class, new ConsoleGuard(password), name));
        port.get().start();
    }

    private void open(ConsoleAddress where) {
        Dictionary<String, Object> http = new Hashtable<>();
        http.put("org.apache.felix.http.enable", true);
        http.put("org.apache.felix.https.enable", false);
        http.put("org.apache.felix.http.host", where.host());
        http.put("org.osgi.service.http.port", where.port());
        // One person at a time looks here: a small pool, and limits for whoever else finds the port.
        http.put("org.apache.felix.http.jetty.threadpool.max", 16);
        http.put("org.apache.felix.http.jetty.acceptors", 1);
        http.put("org.apache.felix.http.jetty.selectors", 1);
        http.put("org.apache.felix.http.jetty.sendServerHeader", false);
        http.put("org.apache.felix.http.timeout", 30_000);
        try {
            configurations.getConfiguration(HTTP_PID, "?").updateIfDifferent(http);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void shut() throws IOException {
        configurations.getConfiguration(HTTP_PID, "?").delete();
    }

    @Override
    public String capability() {
        return "admin-console";
    }

    @Override
    public Map<String, Health> health() {
        if (address.isPresent() && endpoint.url().isEmpty()) {
            return Map.of("", new Health(State.DEGRADED, "nothing listens on " + address.get().host() + ":"
                    + address.get().port() + "; is the port taken? Set another address in [admin-console]", since));
        }
        return Map.of("", new Health(State.UP, "", since));
    }

    @Override
    public Map<String, String> places() {
        Map<String, String> places = new TreeMap<>();
        if (address.isPresent()) {
            endpoint.url().ifPresent(url -> places.put("console", url + "system/console"));
            places.put("console password", passwordFile + " (user " + ConsoleGuard.USER + ")");
        }
        return places;
    }

    /**
     * The port goes, too, so that at the next start it is tried before the server finds it taken. When all is stopping the
     * server has gone by now (see start-levels), unless somebody chose another order: it must not be told anything then.
     *
     * <p>It is told by another thread, and while it stops, it breaks on a console that comes back: so we wait for it.
     */
    @Deactivate
    void close() throws IOException {
        port.ifPresent(ConsolePort::close);
        guard.ifPresent(ServiceRegistration::unregister);
        boolean allStops = context.getBundle(0).getState() == Bundle.STOPPING;
        if (!allStops || !endpoint.isThere()) {
            Optional<ConsoleAddress> open = endpoint.address();
            shut();
            open.ifPresent(ConsolePort::awaitFree);
        }
    }
}
