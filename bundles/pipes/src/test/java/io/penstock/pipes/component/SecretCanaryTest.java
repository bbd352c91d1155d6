package io.penstock.pipes.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.batch.Batch;
import io.penstock.core.concurrent.Workers;
import io.penstock.core.error.PenstockException;
import io.penstock.core.options.Option;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Output;
import io.penstock.core.plugin.OutputPlugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import io.penstock.core.value.ByteSize;
import io.penstock.core.value.Secret;
import io.penstock.pipes.api.DeadLetter;
import io.penstock.pipes.api.PipeState;
import io.penstock.pipes.api.PipeStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plugin whose errors repeat every secret it was given. */
class SecretCanaryTest {
    private static final String REFERRED = "canary-referred-to";
    private static final String LITERAL = "canary-written-out";
    private static final long SOON_SECONDS = 20;

    @TempDir
    Path home;
    private final ScheduledExecutorService timer = Workers.timer("test");
    private final PluginRegistry plugins = new PluginRegistry();
    private PipesRuntime runtime;

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(home.resolve("pipes"));
        plugins.add(new Numbers(), 0);
        plugins.add(new Leaky(), 0);
        LateResolver resolver = new LateResolver();
        resolver.set(text -> text.replace("${secret:file/db#password}", REFERRED));
        runtime = new PipesRuntime(home.resolve("data"), home.resolve("pipes"),
                new PipesSettings(Optional.empty(), Duration.ofMillis(1), ByteSize.mebibytes(16),
                        Optional.of("me"), Map.of()), plugins,
                resolver, timer);
        runtime.start();
    }

    @AfterEach
    void stop() {
        runtime.close(Duration.ofSeconds(9));
        timer.shutdownNow();
    }

    private PipeStatus ended(String when) throws Exception {
        runtime.service().put("leak.yaml", "name: leak\ninput: {numbers: {up-to: 3}}\noutput:\n  leaky:\n    when: " + when
                + "\n    url: \"db://me:${secret:file/db#password}@host\"\n    password: " + LITERAL
                + "\n  retry: {initial-delay: 1ms}\n");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SOON_SECONDS);
        while (true) {
            PipeStatus status = runtime.service().pipe("leak").orElseThrow(() -> new AssertionError("no pipe"));
            if (status.state().state() == PipeState.COMPLETED || status.state().state() == PipeState.FAILED) {
                return status;
            }
            assertThat(System.nanoTime()).as("%s", status).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    private static void clean(String text) {
        assertThat(text).contains("db://me:***@host", "with ***").doesNotContain(REFERRED, LITERAL);
    }

    @Test
    void staysOutOfStatesAndDeadLetters() throws Exception {
        PipeStatus status = ended("writing");
        assertThat(status.state().state()).as("%s", status).isEqualTo(PipeState.COMPLETED);
        clean(status.history().toString());
        assertThat(runtime.service().deadLetters("leak", letter -> true, 10)).hasSize(3)
                .extracting(DeadLetter::reason).allSatisfy(SecretCanaryTest::clean);
        try (var files = Files.walk(home.resolve("data"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
                        .as("%s", file).doesNotContain(REFERRED, LITERAL);
            }
        }
    }

    @Test
    void staysOutOfTheReasonAPipeFailedFor() throws Exception {
        PipeStatus status = ended("opening");
        assertThat(status.state().state()).isEqualTo(PipeState.FAILED);
        clean(status.state().reason());
    }

    @Test
    void staysOutOfTheReasonAPipeCouldNotBeMadeFor() throws Exception {
        PipeStatus status = ended("making");
        assertThat(status.state().state()).isEqualTo(PipeState.FAILED);
        clean(status.state().reason());
    }

    /** Tells everybody what it knows. */
    @PluginComponent(kind = PluginKind.OUTPUT, name = "leaky", doc = "Leaks.")
    static final class Leaky implements OutputPlugin<Leaky.Config> {
        record Config(@Option(doc = "When it fails.", value = "writing") String when,
                      @Option(doc = "Where to.") String url, @Option(doc = "The password.") Secret password) {
            private String told() {
                return "cannot log in to " + url + " with " + password.reveal();
            }
        }

        @Override
        public Class<Config> options() {
            return Config.class;
        }

        @Override
        public Output create(Config options, NodeContext context) {
            if (options.when().equals("making")) {
                throw new IllegalStateException(options.told());
            }
            return new Output() {
                private boolean tried;

                @Override
                public void open() {
                    if (options.when().equals("opening")) {
                        throw PenstockException.invalid("leaky.open", options.told());
                    }
                }

                @Override
                public void write(Batch batch) throws IOException {
                    if (!tried) {
                        tried = true;
                        throw new IOException(options.told());
                    }
                    throw PenstockException.invalid("leaky.write", options.told());
                }

                @Override
                public void close() {
                }
            };
        }
    }
}
