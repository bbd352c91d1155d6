package io.penstock.pipes.component;

import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.ReadyPipe;
import io.penstock.core.time.Clock;
import io.penstock.pipes.expr.CelExpressions;
import io.penstock.pipes.lang.Environment;
import io.penstock.pipes.lang.PipeLanguage;
import io.penstock.pipes.lang.PluginIndex;
import io.penstock.pipes.run.RuntimeEnvironment;
import io.penstock.pipes.schedule.Schedule;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pipes of one process, wired. Thread-safe. */
final class PipesRuntime {
    private static final Logger LOG = LoggerFactory.getLogger("io.penstock.pipes");
    private static final long LOOK_MILLIS = 300;
    /** What the source of such a pipe is called, before its name. */
    private static final String READY = "ready-made: ";

    private final Path data;
    private final Path defaultFolder;
    private final PluginRegistry plugins;
    private final ScheduledExecutorService timer;
    private final PipeDirectory directory;
    private final WatchedPipes service;
    private volatile PipesSettings settings;
    private final Map<String, String> ready = new LinkedHashMap<>();
    private FolderWatcher watcher;
    private Path watched;

    PipesRuntime(Path data, Path defaultFolder, PipesSettings settings, PluginRegistry plugins,
                 UnaryOperator<String> resolver, ScheduledExecutorService timer) {
        this.data = data;
        this.defaultFolder = defaultFolder;
        this.settings = settings;
        this.plugins = plugins;
        this.timer = timer;
        RuntimeEnvironment environment = new RuntimeEnvironment(data, Clock.system(), new SecureRandom(),
                (timing, after) -> Schedule.of(timing).next(after), new CelExpressions(), resolver, plugins,
                PluginIndex::bundle, () -> this.settings.drainDeadline(), timer);
        this.directory = new PipeDirectory(environment, this::language);
        this.service = new WatchedPipes(directory);
    }

    private PipeLanguage language(Map<String, ?> params) {
        PipesSettings now = settings;
        return new PipeLanguage(plugins.catalog(),
                new Environment(now.params(), now.agentName().orElseGet(MachineName::get), data,
                        Optional.of(now.maxInFlight()), false).with(params));
    }

    WatchedPipes service() {
        return service;
    }

    /** Takes the pipes that are there, and looks for changes from now on. */
    void start() {
        timer.execute(this::begin);
        timer.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private synchronized void begin() {
        firstLook();
        ready.forEach(directory::putReady);
    }

    private synchronized void firstLook() {
        watched = settings.folder().orElse(defaultFolder);
        watcher = new FolderWatcher(watched, directory);
        watcher.first();
    }

    /** A pipe that came with a bundle; not before the folder was looked at, whose pipes may have its name. */
    synchronized void addReady(ReadyPipe pipe) {
        ready.put(READY + pipe.name(), pipe.text());
        if (watcher != null) {
            directory.putReady(READY + pipe.name(), pipe.text());
        }
    }

    synchronized void removeReady(ReadyPipe pipe) {
        ready.remove(READY + pipe.name());
        directory.remove(READY + pipe.name());
    }

    private synchronized void look() {
        try {
            Path wanted = settings.folder().orElse(defaultFolder);
            if (!wanted.equals(watched)) {
                watcher.leave();
                firstLook();
            }
            watcher.look();
        } catch (RuntimeException e) {
            LOG.error("Cannot look for pipes in {}", watched, e);
        }
    }

    void modified(PipesSettings other) {
        settings = other;
    }

    void pluginsChanged() {
        directory.pluginsChanged();
    }

    void pluginGoing(Plugin<?> plugin) {
        directory.pluginGoing(plugin);
    }

    void close(Duration deadline) {
        timer.shutdownNow();
        directory.close(deadline);
    }
}
