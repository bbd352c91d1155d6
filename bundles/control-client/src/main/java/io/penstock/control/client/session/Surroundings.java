package io.penstock.control.client.session;

import io.penstock.control.api.LogLine;
import io.penstock.control.api.SoftwareReport;
import io.penstock.core.health.Health;
import io.penstock.core.identity.AgentIdentity;
import io.penstock.core.identity.LocalServer;
import io.penstock.core.metrics.MetricSource;
import io.penstock.core.time.Clock;
import io.penstock.pipes.api.PipeDelivery;
import io.penstock.pipes.api.PipeService;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The runtime around a client.
 *
 * @param folder of the client's own files
 * @param health of every capability, by its name and that of its part
 * @param metrics all there are
 * @param log hands every line of the log over from now on, until what it gives is closed
 * @param settings writes settings over the local ones
 * @param restart ends the process for whoever watches it to start it again; returns at once
 * @param identity takes who this agent is, at every change; empty when it is nobody's
 */
public record Surroundings(Path folder, Clock clock, SecureRandom random, SoftwareReport software, PipeDelivery delivery,
                           PipeService pipes, Supplier<Map<String, Map<String, Health>>> health, MetricSource metrics,
                           Function<Consumer<LogLine>, AutoCloseable> log,
                           Supplier<Optional<LocalServer>> localServer,
                           ServerSettingsBook.SettingsWriter settings, Runnable restart,
                           Consumer<Optional<AgentIdentity>> identity) {
}
