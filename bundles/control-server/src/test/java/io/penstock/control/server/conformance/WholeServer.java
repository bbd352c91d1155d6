package io.penstock.control.server.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.control.server.ControlServer;
import io.penstock.control.server.settings.ServerSettings;
import io.penstock.core.options.Settings;
import io.penstock.core.time.Clock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The control plane on a free port of loopback, and a client that holds everything said against the document. */
final class WholeServer implements AutoCloseable {
    static final String PASSWORD = "canary-correct-horse-battery";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final Document document = new Document();
    final Set<String> exercised = ConcurrentHashMap.newKeySet();
    final Path folder;
    final ControlServer server;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicLong keys = new AtomicLong();
    volatile String admin = "";

    WholeServer(Path folder) throws Exception {
        this.folder = folder;
        Map<String, Object> properties = new HashMap<>(Map.of("address", "127.0.0.1:0", "plaintext", true,
                "limits.login-per-minute", 100_000, "limits.requests", 1_000_000, "sync.interval", "5s"));
        CountDownLatch up = new CountDownLatch(1);
        this.server = new ControlServer(Settings.bind(ServerSettings.class, properties), folder, "0.1.0", List::of,
                assembly -> assembly.ifPresent(there -> up.countDown()), Clock.system(), new SecureRandom());
        if (!up.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("the server does not start: " + server.health());
        }
    }

    /** The first admin, signed in. */
    void setUp() throws Exception {
        String code = Files.readString(folder.resolve("setup-code")).trim();
        call("POST", "/api/v1/setup", "", Map.of(), Map.of("code", code, "name", "ann", "password", PASSWORD)).expect(201);
        admin = call("POST", "/api/v1/sessions", "", Map.of(), Map.of("name", "ann", "password", PASSWORD)).expect(201)
                .json().path("token").asText();
    }

    /** What came back. */
    record Said(String asked, HttpResponse<byte[]> answer) {
        int status() {
            return answer.statusCode();
        }

        Said expect(int status) {
            if (status() != status) {
                throw new AssertionError(asked + ": expected " + status + ", but " + status() + " "
                        + new String(answer.body(), StandardCharsets.UTF_8));
            }
            return this;
        }

        JsonNode json() throws IOException {
            return Document.PLAIN.readTree(answer.body());
        }

        String code() throws IOException {
            return json().path("code").asText();
        }

        String etag() {
            return answer.headers().firstValue("etag").orElseThrow();
        }
    }

    /** As the admin, with all that is demanded: an Idempotency-Key on every POST, and If-Match where it is given. */
    Said admin(String method, String target, Object body, String... ifMatch) throws Exception {
        Map<String, String> headers = new HashMap<>();
        if (ifMatch.length > 0) {
            headers.put("If-Match", ifMatch[0]);
        }
        return call(method, target, admin, headers, body);
    }

    Said admin(String method, String target) throws Exception {
        return call(method, target, admin, Map.of(), "");
    }

    /**
     * Asks, and fails for whatever the document does not allow.
     *
     * @param token empty for none
     * @param body "" for none, bytes as they are, else JSON
     */
    Said call(String method, String target, String token, Map<String, String> headers, Object body) throws Exception {
        byte[] bytes = body instanceof byte[] raw ? raw : "".equals(body) ? new byte[0] : Document.PLAIN.writeValueAsBytes(body);
        Map<String, String> all = new HashMap<>(Map.of("Content-Type", method.equals("PATCH") ? "application/merge-patch+json"
                : "application/json"));
        if (method.equals("POST") && target.startsWith("/api/")) {
            all.put("Idempotency-Key", "conformance-" + keys.incrementAndGet());
        }
        if (target.startsWith("/agent/")) {
            all.put("Penstock-Protocol", "1");
        }
        if (!token.isEmpty()) {
            all.put("Authorization", "Bearer " + token);
        }
        all.putAll(headers);
        if (bytes.length == 0 && !body.equals("")) {
            all.remove("Content-Type");
        }
        return judged(method, target, all, bytes, send(method, target, all, bytes));
    }

    HttpResponse<byte[]> send(String method, String target, Map<String, String> headers, byte[] body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.place().orElseThrow().url() + target))
                .timeout(Duration.ofSeconds(60))
                .method(method, body.length == 0 ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private Said judged(String method, String target, Map<String, String> headers, byte[] body, HttpResponse<byte[]> answer) {
        String path = target.contains("?") ? target.substring(0, target.indexOf('?')) : target;
        Document.Operation operation = document.find(method, path)
                .orElseThrow(() -> new AssertionError("the document has no " + method + " " + path));
        Exchange exchange = new Exchange(document, operation);
        List<String> problems = new java.util.ArrayList<>(exchange.answerProblems(answer));
        if (answer.statusCode() < 300) {
            exercised.add(operation.id());
            problems.addAll(exchange.requestProblems(headers.getOrDefault("Content-Type", ""), body).stream()
                    .filter(problem -> body.length > 0 || !problem.contains("no JSON")).toList());
        }
        if (!problems.isEmpty()) {
            throw new AssertionError(method + " " + target + " → " + answer.statusCode() + " "
                    + new String(answer.body(), StandardCharsets.UTF_8) + "\n  " + String.join("\n  ", problems));
        }
        return new Said(method + " " + target, answer);
    }

    @Override
    public void close() {
        server.close();
    }
}
