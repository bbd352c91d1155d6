package io.penstock.tunnel.gateway.component;

import io.penstock.core.admin.Folders;
import io.penstock.core.admin.PlaceSource;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.health.Health;
import io.penstock.core.health.HealthSource;
import io.penstock.core.identity.AgentDirectory;
import io.penstock.core.metrics.MetricSink;
import io.penstock.core.metrics.MetricSource;
import io.penstock.core.options.Settings;
import io.penstock.core.time.Clock;
import io.penstock.tunnel.gateway.Certificates;
import io.penstock.tunnel.gateway.GatewayView;
import io.penstock.tunnel.gateway.TunnelGateway;
import io.penstock.tunnel.gateway.settings.GatewaySettings;
import io.penstock.tunnel.wire.api.Pin;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
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

/** Runs the gateway while {@code [tunnel-gateway]} has an address. */
@Component(immediate = true, service = {GatewayComponent.class, HealthSource.class, MetricSource.class, PlaceSource.class},
        configurationPid = TunnelGatewayCapability.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class GatewayComponent implements HealthSource, MetricSource, PlaceSource {
    private static final Logger LOG = LoggerFactory.getLogger(TunnelGatewayCapability.PID);

    private final Path data;
    private final Clock clock = Clock.system();
    private final SecureRandom random = new SecureRandom();
    private volatile GatewaySettings settings;
    private volatile Optional<TunnelGateway> running = Optional.empty();
    private volatile Optional<Health> problem = Optional.empty();
    private Optional<AgentDirectory> directory = Optional.empty();
    private Optional<AutoCloseable> watch = Optional.empty();

    /** Starts it, if there is an address. */
    @Activate
    public GatewayComponent(BundleContext context, Map<String, Object> properties) {
        this.data = new Folders("tunnel-gateway", context::getProperty).data();
        this.settings = Settings.bind(GatewaySettings.class, properties);
        start();
    }

    /** A gateway that cannot start says so in its health, and tries again with other settings. */
    private void start() {
        try {
            problem = Optional.empty();
            running = settings.address().map(address -> TunnelGateway.start(settings, data, clock, random));
            running.ifPresent(gateway -> gateway.ask(directory));
        } catch (PenstockException e) {
            LOG.error("the gateway cannot start: {}", e.getMessage());
            problem = Optional.of(new Health(Health.State.DOWN, e.getMessage(), clock.now()));
        }
    }

    /** Agents of the control plane's server may connect beside those of the settings. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void setDirectory(AgentDirectory known) {
        closeWatch();
        directory = Optional.of(known);
        watch = Optional.of(known.watch(id -> running.ifPresent(gateway -> gateway.agentChanged(id))));
        running.ifPresent(gateway -> gateway.ask(directory));
    }

    synchronized void unsetDirectory(AgentDirectory known) {
        if (directory.filter(known::equals).isPresent()) {
            closeWatch();
            directory = Optional.empty();
            running.ifPresent(gateway -> gateway.ask(directory));
        }
    }

    private void closeWatch() {
        watch.ifPresent(one -> {
            try {
                one.close();
            } catch (Exception e) {
                throw new IllegalStateException("watching agents does not end", e);
            }
        });
        watch = Optional.empty();
    }

    /** A gateway that cannot take a change says so in its health, until it gets settings that it can. */
    private void change(TunnelGateway gateway) {
        try {
            gateway.become(settings);
            problem = Optional.empty();
        } catch (PenstockException e) {
            LOG.error("the gateway's port stays as it was: {}", e.getMessage());
            problem = Optional.of(new Health(Health.State.DEGRADED, "the port is as before the last change: " + e.getMessage(),
                    clock.now()));
        }
    }

    @Modified
    synchronized void modified(Map<String, Object> properties) {
        GatewaySettings before = settings;
        settings = Settings.bind(GatewaySettings.class, properties);
        if (running.isPresent() && settings.address().isPresent() && settings.transport() == before.transport()) {
            change(running.get());
        } else {
            stop();
            start();
        }
    }

    @Deactivate
    synchronized void stop() {
        Optional<TunnelGateway> old = running;
        running = Optional.empty();
        old.ifPresent(TunnelGateway::close);
    }

    SecureRandom random() {
        return random;
    }

    /** The running gateway; NOT_FOUND ({@code tunnel-gateway.off}) where none runs. */
    GatewayView view() {
        return running.map(TunnelGateway::view).orElseThrow(() -> new PenstockException(ErrorKind.NOT_FOUND,
                "tunnel-gateway.off", problem.map(Health::reason).orElse("the gateway does not run: [tunnel-gateway] has no address")));
    }

    /** What agents are to pin: only a certificate of the gateway's own, which no authority vouches for. */
    Optional<Pin> pin() {
        return settings.certificate().isPresent() ? Optional.empty()
                : Optional.of(Certificates.of(settings, data, clock, random).pin());
    }

    @Override
    public String capability() {
        return "tunnel-gateway";
    }

    @Override
    public Map<String, Health> health() {
        Map<String, Health> parts = new LinkedHashMap<>();
        running.ifPresent(gateway -> parts.putAll(gateway.view().health()));
        problem.ifPresent(health -> parts.put("", health));
        return parts;
    }

    @Override
    public void collect(MetricSink sink) {
        running.ifPresent(gateway -> gateway.view().collect(sink));
    }

    @Override
    public Map<String, String> places() {
        return running.map(gateway -> gateway.view().places()).orElse(Map.of());
    }
}
