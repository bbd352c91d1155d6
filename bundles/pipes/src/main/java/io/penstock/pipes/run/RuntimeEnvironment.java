package io.penstock.pipes.run;

import io.penstock.core.plugin.Expressions;
import io.penstock.core.plugin.PluginKind;
import io.penstock.core.time.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * What every pipe of a runtime shares. Immutable.
 *
 * @param dataFolder the product's; a pipe's own lies in {@code pipes/<name>} there
 * @param resolver fills in {@code ${…}}
 * @param bundles tells which bundle brings a plugin, where that is known
 * @param drain how long what is on its way may take to be delivered when a pipe stops
 * @param timer for what is tried again later
 */
public record RuntimeEnvironment(Path dataFolder, Clock clock, RandomGenerator random, Calendars calendars,
                                 Expressions expressions, UnaryOperator<String> resolver, PluginSource plugins,
                                 BiFunction<PluginKind, String, Optional<String>> bundles, Supplier<Duration> drain,
                                 ScheduledExecutorService timer) {
    Duration drainDeadline() {
        return drain.get();
    }

    Path folder(String pipe) {
        return dataFolder.resolve("pipes").resolve(pipe);
    }

    NodeMaker maker(String pipe) {
        return new NodeMaker(plugins, resolver, node -> new PipeNodeContext(pipe, node, this));
    }

    /** {@code output jdbc (install bundle plugin-jdbc)}. */
    String missing(NodeMaker.Use use) {
        return use + bundles.apply(use.kind(), use.name()).map(bundle -> " (install bundle " + bundle + ")").orElse("");
    }
}
