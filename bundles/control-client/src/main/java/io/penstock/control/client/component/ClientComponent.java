package io.penstock.control.client.component;

import io.penstock.control.client.session.ControlClient;
import io.penstock.control.client.session.Server;
import io.penstock.control.client.session.Surroundings;
import io.penstock.control.client.settings.ClientSettings;
import io.penstock.core.admin.PlaceSource;
import io.penstock.core.error.PenstockException;
import io.penstock.core.health.Health;
import io.penstock.core.health.HealthSource;
import io.penstock.core.identity.LocalServer;
import io.penstock.core.options.Settings;
import io.penstock.core.secret.TextResolver;
import io.penstock.core.time.Clock;
import io.penstock.pipes.api.PipeDelivery;
import io.penstock.pipes.api.PipeService;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent of a server, as {@code [control-client]} says; without a server there, of the one in this process; without any,
 * nothing, and nothing of JSON is loaded.
 */
@Component(immediate = true, configurationPid = ControlClientCapability.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        service = {ClientComponent.class, HealthSource.class, PlaceSource.class})
public final class ClientComponent implements HealthSource, PlaceSource {
    private static final Logger LOG = LoggerFactory.getLogger("io.penstock.control.client");

    private final BundleContext context;
    private final TextResolver texts;
    private final PipeDelivery delivery;
    private final PipeService pipes;
    private final IdentityOffer identity;
    private Optional<LocalServer> local = Optional.empty();
    private ClientSettings settings;
    private boolean active;
    private volatile Optional<ControlClient> client = Optional.empty();
    private volatile Optional<Health> failure = Optional.empty();

    /** Waits for no server. */
    @Activate
    public ClientComponent(BundleContext context, Map<String, Object> properties, @Reference TextResolver texts,
                           @Reference PipeDelivery delivery, @Reference PipeService pipes) {
        this.context = context;
        this.texts = texts;
        this.delivery = delivery;
        this.pipes = pipes;
        this.identity = new IdentityOffer(context);
        this.settings = Settings.bind(ClientSettings.class, properties, texts);
    }

    @Activate
    synchronized void start() {
        active = true;
        connect();
    }

    /** Goes on with other settings. */
    @Modified
    synchronized void modified(Map<String, Object> properties) {
        ClientSettings before = settings;
        settings = Settings.bind(ClientSettings.class, properties, texts);
        if (client.isPresent() && settings.connectsAs(before)) {
            client.get().modified(settings);
        } else {
            connect();
        }
    }

    private void connect() {
        client.ifPresent(ControlClient::close);
        client = Optional.empty();
        failure = Optional.empty();
        Optional<Server> server = active ? Server.of(settings, local) : Optional.empty();
        try {
            client = server.map(one -> new ControlClient(settings, one, surroundings()));
            client.ifPresent(ControlClient::start);
        } catch (PenstockException e) {
            failure = Optional.of(new Health(Health.State.DOWN, e.getMessage(), Clock.system().now()));
            LOG.error("The agent cannot work for its server: {}", e.getMessage());
        }
    }

    private Surroundings surroundings() {
        return Runtimes.around(context, delivery, pipes, () -> local, identity);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void setLocalServer(LocalServer server) {
        if (!"up".equals(context.getProperty("io.penstock.mode"))) {
            // A server for others is nobody's agent, unless its settings name a server.
            return;
        }
        local = Optional.of(server);
        if (active && settings.serverUrl().isEmpty()) {
            connect();
        }
    }

    synchronized void unsetLocalServer(LocalServer server) {
        if (local.filter(server::equals).isPresent()) {
            local = Optional.empty();
        }
    }

    /** Forgets who this agent is, and begins anew. */
    synchronized void reset() {
        client.ifPresent(ControlClient::forget);
        Runtimes.deleteFolder(context);
        connect();
    }

    Optional<ControlClient> client() {
        return client;
    }

    @Override
    public String capability() {
        return "control-client";
    }

    @Override
    public Map<String, Health> health() {
        Optional<Health> own = client.map(running -> running.standing().health()).or(() -> failure);
        return own.map(one -> Map.of("", one)).orElse(Map.of());
    }

    @Override
    public Map<String, String> places() {
        return client.map(running -> Map.of("server", running.server())).orElse(Map.of());
    }

    @Deactivate
    synchronized void close() {
        active = false;
        client.ifPresent(ControlClient::close);
        client = Optional.empty();
    }
}
