package io.penstock.pipes.component;

import io.penstock.core.concurrent.Workers;
import io.penstock.core.value.ByteSize;
import io.penstock.pipes.api.PipeState;
import io.penstock.pipes.api.PipeStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A runtime whose pipes come from files of a folder. */
abstract class RuntimeUnderTest {
    static final long SOON_SECONDS = 20;

    @TempDir
    Path home;
    ScheduledExecutorService timer;
    PluginRegistry plugins;
    final Collector collector = new Collector();
    PipesRuntime runtime;

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(home.resolve("pipes"));
        restartRuntime();
    }

    void restartRuntime() {
        timer = Workers.timer("test");
        plugins = new PluginRegistry();
        runtime = new PipesRuntime(home.resolve("data"), home.resolve("pipes"),
                new PipesSettings(Optional.empty(), drainDeadline(), ByteSize.mebibytes(16), Optional.of("me"), Map.of()),
                plugins, new LateResolver(), timer);
        runtime.start();
    }

    Duration drainDeadline() {
        return Duration.ofSeconds(4);
    }

    @AfterEach
    void stop() {
        runtime.close(Duration.ofSeconds(9));
        timer.shutdownNow();
    }

    void write(String file, String text) throws IOException {
        Path temporary = home.resolve("new");
        Files.writeString(temporary, text);
        Files.move(temporary, home.resolve("pipes").resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }

    void plug() {
        plugins.add(new Numbers(), 0);
        plugins.add(collector, 0);
        runtime.pluginsChanged();
    }

    PipeStatus pipe(String name) {
        return runtime.service().pipe(name).orElseThrow(() -> new AssertionError(runtime.service().pipes()));
    }

    void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SOON_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("never came true: " + runtime.service().pipes());
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    void awaitState(String name, PipeState state) throws InterruptedException {
        await(() -> runtime.service().pipe(name).map(pipe -> pipe.state().state() == state).orElse(false));
    }
}
