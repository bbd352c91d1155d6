package io.penstock.admin;

import io.penstock.admin.api.PlainJson;
import io.penstock.admin.http.HealthReport;
import io.penstock.admin.http.MetricText;
import io.penstock.admin.http.ProcessMetrics;
import io.penstock.admin.http.WatchEndpoint.Page;
import io.penstock.admin.http.WatchServer;
import io.penstock.core.admin.PlaceSource;
import io.penstock.core.health.Health;
import io.penstock.core.health.Health.State;
import io.penstock.core.health.HealthSource;
import io.penstock.core.metrics.MetricSink;
import io.penstock.core.metrics.MetricSource;
import io.penstock.core.options.Settings;
import io.penstock.core.time.Clock;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves {@code /metrics}, {@code /health} and {@code /ready}. */
@Component(immediate = true, configurationPid = "io.penstock.admin", configurationPolicy = ConfigurationPolicy.REQUIRE,
        service = {HealthSource.class, MetricSource.class, PlaceSource.class})
public final class WatchComponent implements HealthSource, MetricSource, PlaceSource {
    private static final Logger LOG = LoggerFactory.getLogger(WatchComponent.class);
    private static final int NOT_NOW = 503;

    private final BundleContext context;
    private final Sources sources;
    private final WatchServer server;
    private final ProcessMetrics process;

    /** Binds; a taken port is tried again and shows in the health. */
    @Activate
    public WatchComponent(BundleContext context, Map<String, Object> properties, @Reference Sources sources) {
        AdminSettings settings = Settings.bind(AdminSettings.class, properties);
        this.context = context;
        this.sources = sources;
        this.process = new ProcessMetrics(context.getBundle().getVersion().toString());
        this.server = new WatchServer(settings.address(), settings.plainText(),
                Map.of("/metrics", this::metrics, "/health", this::healthPage, "/ready", this::ready),
                Clock.system(), url -> LOG.info("metrics and health at {}", url));
        if (settings.plainText()) {
            LOG.warn("[admin] plain-text is on: {} may be read in plain text by other machines", settings.address());
        }
        server.start();
    }

    private Page metrics() {
        return new Page(200, MetricText.CONTENT_TYPE, sources.metrics());
    }

    private Page healthPage() {
        HealthReport report = sources.health();
        return json(report.worst() == State.DOWN ? NOT_NOW : 200, report);
    }

    private Page ready() {
        HealthReport report = sources.health();
        boolean started = context.getBundle(0).getState() == Bundle.ACTIVE;
        return json(started && report.ready() ? 200 : NOT_NOW, report);
    }

    private static Page json(int status, HealthReport report) {
        return new Page(status, "application/json", PlainJson.line(report.plain()) + "\n");
    }

    @Override
    public String capability() {
        return "admin";
    }

    @Override
    public Map<String, Health> health() {
        return Map.of("", server.health());
    }

    @Override
    public void collect(MetricSink sink) {
        process.collect(sink);
    }

    @Override
    public Map<String, String> places() {
        return server.url().map(url -> Map.of("metrics", url + "/metrics")).orElse(Map.of());
    }

    @Deactivate
    void close() {
        server.close();
    }
}
