package io.penstock.control.server.http;

import io.penstock.control.api.Json;
import io.penstock.control.server.settings.ServerSettings;
import io.penstock.core.options.Settings;
import io.penstock.core.time.Clock;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CompletionStage;

/** A port on loopback with the resources of a test; without TLS, so that a socket can say anything. */
final class TestServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final HttpServer server;
    volatile ServerSettings settings;
    final MemoryIdempotency idempotency = new MemoryIdempotency();

    TestServer(Map<String, Object> more, Resource... resources) {
        this.settings = settings(more);
        Map<String, byte[]> kept = new ConcurrentHashMap<>();
        this.server = new HttpServer(() -> settings, (name, make) -> kept.computeIfAbsent(name, none -> make.get()), new Json(),
                List.of(), Clock.system(), new SecureRandom());
        server.listen();
        server.serve(List.of(resources), TestServer::caller, idempotency);
    }

    static ServerSettings settings(Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(Map.of("address", "127.0.0.1:0", "plaintext", true));
        properties.putAll(more);
        return Settings.bind(ServerSettings.class, properties);
    }

    /** {@code viewer}, {@code agent-a} and so on are tokens. */
    static CompletionStage<Caller> caller(Credentials shown, java.net.InetAddress from) {
        if (shown.bearer().isEmpty()) {
            return CompletableFuture.completedStage(shown.cookie().isEmpty() ? new Caller.Nobody()
                    : new Caller.Person("1", "cookie", Role.ADMIN, "c", true));
        }
        String token = shown.bearer().get().reveal();
        return CompletableFuture.completedStage(token.startsWith("agent-")
                ? new Caller.AgentCaller(token.substring("agent-".length()), token)
                : new Caller.Person("1", token, Role.valueOf(token.toUpperCase(java.util.Locale.ROOT)), token, false));
    }

    Socket connect() throws IOException {
        Socket socket = new Socket(server.bound().orElseThrow().getAddress(), server.bound().orElseThrow().getPort());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    /** Sends these bytes, then reads answers until as many came or the connection ends. */
    List<RawAnswer> say(int answers, String... parts) throws IOException {
        try (Socket socket = connect()) {
            for (String part : parts) {
                socket.getOutputStream().write(part.getBytes(StandardCharsets.ISO_8859_1));
                socket.getOutputStream().flush();
            }
            return RawAnswer.read(socket.getInputStream(), answers);
        }
    }

    RawAnswer ask(String method, String target, Map<String, String> headers, String body) throws IOException {
        StringBuilder text = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        headers.forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        if (!body.isEmpty()) {
            text.append("Content-Length: ").append(body.getBytes(StandardCharsets.UTF_8).length).append("\r\n");
        }
        return say(1, text + "\r\n" + body).get(0);
    }

    RawAnswer get(String target, String token) throws IOException {
        return ask("GET", target, Map.of("Authorization", "Bearer " + token), "");
    }

    @Override
    public void close() {
        server.close();
    }

    /** Keeps answers in memory. */
    static final class MemoryIdempotency implements IdempotencyStore {
        private final Map<String, Known> known = new ConcurrentHashMap<>();

        @Override
        public CompletionStage<Known> begin(String caller, String key, String requestHash) {
            Known before = known.putIfAbsent(caller + " " + key, new Running(requestHash));
            return CompletableFuture.completedStage(before == null ? new New() : before);
        }

        @Override
        public CompletionStage<?> keep(String caller, String key, Kept answer) {
            known.put(caller + " " + key, answer);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> forget(String caller, String key) {
            known.remove(caller + " " + key);
            return CompletableFuture.completedStage(null);
        }

        Collection<Known> all() {
            return known.values();
        }
    }
}
