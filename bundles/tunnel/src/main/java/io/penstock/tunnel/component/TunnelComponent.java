package io.penstock.tunnel.component;

import io.penstock.core.health.Health;
import io.penstock.core.health.HealthSource;
import io.penstock.core.metrics.MetricSink;
import io.penstock.core.metrics.MetricSource;
import io.penstock.core.options.Settings;
import io.penstock.core.secret.TextResolver;
import io.penstock.tunnel.agent.TunnelService;
import io.penstock.tunnel.settings.TunnelSettings;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;

/** The agent's end of the tunnel, as {@code [tunnel]} says; a change of it never ends a stream that is still allowed. */
@Component(immediate = true, configurationPid = TunnelCapability.PID, configurationPolicy = ConfigurationPolicy.REQUIRE,
        service = {TunnelComponent.class, HealthSource.class, MetricSource.class})
public final class TunnelComponent implements HealthSource, MetricSource {
    private final TextResolver texts;
    private final TunnelService tunnel;

    /** Begins to connect, if there is a gateway; waits for none. */
    @Activate
    public TunnelComponent(BundleContext context, Map<String, Object> properties, @Reference TextResolver texts) {
        this.texts = texts;
        this.tunnel = new TunnelService("penstock " + context.getBundle().getVersion());
        apply(properties);
    }

    /** Goes on with other settings. */
    @Modified
    void apply(Map<String, Object> properties) {
        tunnel.apply(Settings.bind(TunnelSettings.class, properties, texts));
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
