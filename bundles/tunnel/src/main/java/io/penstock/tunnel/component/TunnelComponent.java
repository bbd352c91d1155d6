package io.penstock.tunnel.component;

import io.penstock.core.health.Health;
import io.penstock.core.health.HealthSource;
import io.penstock.core.identity.AgentIdentity;
import io.penstock.core.metrics.MetricSink;
import io.penstock.core.metrics.MetricSource;
import io.penstock.core.options.Settings;
import io.penstock.core.secret.TextResolver;
import io.penstock.tunnel.agent.TunnelService;
import io.penstock.tunnel.settings.TunnelSettings;
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

/** The agent's end of the tunnel, as {@code [tunnel]} says; a change of it never ends a stream that is still allowed. */
@Component(immediate = true, configurationPid = TunnelCapability.PID, configurationPolicy = ConfigurationPolicy.REQUIRE,
        service = {TunnelComponent.class, HealthSource.class, MetricSource.class})
public final class TunnelComponent implements HealthSource, MetricSource {
    private final TextResolver texts;
    private final TunnelService tunnel;
    private Optional<AgentIdentity> identity = Optional.empty();
    private TunnelSettings settings;

    /** Begins to connect, if there is a gateway; waits for none. */
    @Activate
    public TunnelComponent(BundleContext context, Map<String, Object> properties, @Reference TextResolver texts) {
        this.texts = texts;
        this.tunnel = new TunnelService("penstock " + context.getBundle().getVersion());
        apply(properties);
    }

    /** Goes on with other settings. */
    @Modified
    synchronized void apply(Map<String, Object> properties) {
        settings = Settings.bind(TunnelSettings.class, properties, texts);
        use();
    }

    /** Who this agent is to its server, where {@code [tunnel]} does not say who it is. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void setIdentity(AgentIdentity agent) {
        identity = Optional.of(agent);
        use();
    }

    synchronized void unsetIdentity(AgentIdentity agent) {
        if (identity.filter(agent::equals).isPresent()) {
            identity = Optional.empty();
            use();
        }
    }

    private void use() {
        tunnel.apply(identity.map(agent -> settings.as(agent.id(), agent.signingKey())).orElse(settings));
    }

    TunnelService tunnel() {
        return tunnel;
    }

    @Override
    public String capability() {
        return "tunnel";
    }

    @Override
    public Map<String, Health> health() {
        return tunnel.health();
    }

    @Override
    public void collect(MetricSink sink) {
        tunnel.collect(sink);
    }

    @Deactivate
    void close() {
        tunnel.close();
    }
}
