package io.penstock.control.client.component;

import io.penstock.control.api.SoftwareReport;
import io.penstock.control.client.session.Surroundings;
import io.penstock.core.concurrent.Workers;
import io.penstock.core.error.PenstockException;
import io.penstock.core.health.Health;
import io.penstock.core.health.HealthSource;
import io.penstock.core.identity.LocalServer;
import io.penstock.core.metrics.MetricSink;
import io.penstock.core.metrics.MetricSource;
import io.penstock.core.time.Clock;
import io.penstock.pipes.api.PipeDelivery;
import io.penstock.pipes.api.PipeService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a client needs to know of the container. */
final class Runtimes {
    private static final Logger LOG = LoggerFactory.getLogger("io.penstock.control.client");

    private Runtimes() {
    }

    static Surroundings around(BundleContext context, PipeDelivery delivery, PipeService pipes,
                               Supplier<Optional<LocalServer>> local, IdentityOffer identity) {
        return new Surroundings(folder(context), Clock.system(), new SecureRandom(), software(context), delivery, pipes,
                () -> health(context), sink -> measure(context, sink), lines -> LogFeed.open(context, lines), local, new SettingsCommands(context),
                () -> restart(context), identity);
    }

    private static Map<String, Map<String, Health>> health(BundleContext context) {
        Map<String, Map<String, Health>> health = new TreeMap<>();
        Services.each(context, HealthSource.class, reference -> reference.getBundle() != context.getBundle(), source ->
                health.put(source.capability(), source.health()));
        return health;
    }

    private static void measure(BundleContext context, MetricSink sink) {
        Services.each(context, MetricSource.class, reference -> true, source -> {
            source.collect(sink);
            return true;
        });
    }

    private static Path folder(BundleContext context) {
        return Optional.ofNullable(context.getProperty("io.penstock.data")).filter(text -> !text.isBlank())
                .map(text -> Path.of(text).toAbsolutePath().resolve("control-client"))
                .orElseThrow(() -> PenstockException.invalid("control.no-data-folder",
                        "the framework property io.penstock.data is not set; expected the data folder"));
    }

    /** The client's own files, its identity among them; the client must be closed. */
    static void deleteFolder(BundleContext context) {
        Path folder = folder(context);
        try (Stream<Path> files = Files.exists(folder) ? Files.walk(folder) : Stream.empty()) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw PenstockException.retry("control.folder", "cannot delete " + folder + ": " + PenstockException.describe(e), e);
        }
    }

    private static SoftwareReport software(BundleContext context) {
        String variant = Optional.ofNullable(context.getProperty("io.penstock.variant")).filter(text -> !text.isBlank())
                .orElse("unknown");
        return new SoftwareReport(context.getBundle().getVersion().toString(), variant,
                System.getProperty("java.version", "unknown"));
    }

    /** The framework stops as for SIGTERM; with an exit code that says it is meant to be started again. */
    private static void restart(BundleContext context) {
        Workers.thread("control-restart", () -> {
            try {
                context.getBundle(0).update();
            } catch (BundleException e) {
                LOG.error("The runtime cannot be restarted", e);
            }
        }).start();
    }
}
