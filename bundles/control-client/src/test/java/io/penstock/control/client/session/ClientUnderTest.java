package io.penstock.control.client.session;

import io.penstock.control.api.AttemptResult;
import io.penstock.control.api.LogLine;
import io.penstock.control.api.ManifestPipe;
import io.penstock.control.api.PipeReport;
import io.penstock.control.api.SoftwareReport;
import io.penstock.control.client.settings.ClientSettings;
import io.penstock.core.identity.AgentIdentity;
import io.penstock.core.options.Options;
import io.penstock.core.value.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An agent and its server, over TLS, on a clock that runs when it is told to. */
abstract class ClientUnderTest {
    @TempDir
    Path folder;
    final RunningClock clock = new RunningClock(Instant.parse("2026-11-20T12:00:00Z"));
    ScriptedServer server;
    FakeRuntime runtime;
    ControlClient client;
    final AtomicReference<Optional<AgentIdentity>> identity = new AtomicReference<>(Optional.empty());
    final Map<String, Object> written = new TreeMap<>();
    final AtomicInteger restarts = new AtomicInteger();
    volatile Consumer<LogLine> log;

    @BeforeEach
    void listen() throws Exception {
        Files.createDirectories(folder.resolve("server"));
        server = new ScriptedServer(folder.resolve("server"));
        server.lets(1);
        runtime = new FakeRuntime(clock);
    }

    @AfterEach
    void close() {
        server.close();
        if (client != null) {
            client.close();
        }
    }

    ClientSettings settings(Map<String, Object> more) {
        Map<String, Object> written = new HashMap<>(Map.of("server-url", server.url().toString(), "server-pin",
                server.pin.text(), "agent-id", "agent-1", "agent-name", "berlin", "agent-tags", List.of("site=north, edge"),
                "api-key", ScriptedServer.KEY.reveal()));
        written.putAll(more);
        return Options.of(ClientSettings.class).bind(written).orThrow("control-client");
    }

    void start() {
        start(Map.of());
    }

    void start(Map<String, Object> more) {
        ClientSettings settings = settings(more);
        Surroundings around = new Surroundings(folder.resolve("data/control-client"), clock, new SecureRandom(),
                new SoftwareReport("0.1.0", "agent", "17"), runtime, runtime, Map::of,
                sink -> sink.gauge("penstock_test", "", Map.of(), 1), lines -> {
                    log = lines;
                    return () -> { };
                },
                Optional::empty,
                new ServerSettingsBook.SettingsWriter() {
                    @Override
                    public void set(String setting, Object value) {
                        written.put(setting, value);
                    }

                    @Override
                    public void reset(String setting) {
                        written.remove(setting);
                    }
                }, restarts::incrementAndGet, identity::set);
        client = new ControlClient(settings, Server.of(settings, Optional.empty()).orElseThrow(), around);
        client.start();
    }

    /** The process ends and starts again, with nothing but its disk. */
    void restart() {
        client.close();
        runtime = new FakeRuntime(clock);
        start();
    }

    void await(java.util.function.BooleanSupplier condition) throws InterruptedException {
        server.await(condition, one -> client.standing() + " " + client.pipes() + " " + client.problems() + " "
                + runtime.log());
    }

    PipeReport report(String pipe) {
        return server.reported(pipe).orElseThrow();
    }

    void awaitAttempt(ManifestPipe pipe, AttemptResult result) throws InterruptedException {
        await(() -> server.reported(pipe.name()).flatMap(PipeReport::lastAttempt).filter(attempt ->
                attempt.spec().equals(pipe.spec()) && attempt.result() == result).isPresent());
    }

    static boolean holds(Path file, Secret secret) {
        try {
            return Files.readString(file).contains(secret.reveal());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    List<String> results() {
        return server.syncs().stream().flatMap(sync -> sync.results().stream())
                .map(result -> result.commandId() + " " + result.status()).toList();
    }
}
