package io.penstock.admin;

import io.penstock.admin.http.HealthReport;
import io.penstock.admin.http.MetricText;
import io.penstock.admin.socket.CommandTable;
import io.penstock.admin.socket.RawCommand;
import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.PlaceSource;
import io.penstock.core.health.HealthSource;
import io.penstock.core.metrics.MetricSource;
import io.penstock.core.time.Clock;
import java.util.Collection;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.util.tracker.ServiceTracker;

/**
 * What all other bundles have to tell at this moment. Trackers, opened when first asked, instead of references: sources
 * are made only once somebody looks, and a source may itself ask these sources. Thread-safe.
 */
@Component(service = Sources.class)
public final class Sources {
    private final ServiceTracker<AdminCommand, AdminCommand> commands;
    private final ServiceTracker<RawCommand, RawCommand> raw;
    private final ServiceTracker<HealthSource, HealthSource> health;
    private final ServiceTracker<MetricSource, MetricSource> metrics;
    private final ServiceTracker<PlaceSource, PlaceSource> places;

    /** Looks at nothing yet. */
    @Activate
    public Sources(BundleContext context) {
        commands = new ServiceTracker<>(context, AdminCommand.class, null);
        raw = new ServiceTracker<>(context, RawCommand.class, null);
        health = new ServiceTracker<>(context, HealthSource.class, null);
        metrics = new ServiceTracker<>(context, MetricSource.class, null);
        places = new ServiceTracker<>(context, PlaceSource.class, null);
    }

    private static <T> Collection<T> all(ServiceTracker<T, T> tracker) {
        // Does nothing when it is open already.
        tracker.open();
        return tracker.getTracked().values();
    }

    /** Every command there is, now and later. */
    public CommandTable commands() {
        return new CommandTable(() -> all(commands), () -> all(raw));
    }

    /** How everything is. */
    public HealthReport health() {
        return HealthReport.of(all(health), Clock.system());
    }

    /** Every number, in the Prometheus text format. */
    public String metrics() {
        return MetricText.of(all(metrics));
    }

    /** Who tells where things are. */
    public Collection<PlaceSource> places() {
        return all(places);
    }

    @Deactivate
    void close() {
        List.of(commands, raw, health, metrics, places).forEach(ServiceTracker::close);
    }
}
