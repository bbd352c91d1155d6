package io.penstock.control.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Walks through the whole API; every request and every answer is held against openapi.yaml. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConformanceTest {
    private WholeServer server;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        server = new WholeServer(folder.resolve("control-server"));
        server.setUp();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    @Order(1)
    void tellsOfItself() throws Exception {
        for (String path : List.of("/health", "/ready", "/version", "/api/v1/health", "/api/v1/ready", "/api/v1/version",
                "/api/v1/openapi.json", "/api/v1/openapi.yaml")) {
            server.call("GET", path, "", Map.of(), "").expect(200);
        }
    }

    @Test
    @Order(2)
    void knowsPeople() throws Exception {
        server.admin("GET", "/api/v1/me").expect(200);
        server.admin("GET", "/api/v1/sessions").expect(200);
        String made = server.admin("POST", "/api/v1/users", Map.of("name", "bob", "role", "viewer", "password",
                WholeServer.PASSWORD)).expect(201).json().path("id").asText();
        server.admin("GET", "/api/v1/users").expect(200);
        var bob = server.admin("GET", "/api/v1/users/" + made).expect(200);
        server.admin("PATCH", "/api/v1/users/" + made, Map.of("role", "editor")).expect(428);
        server.admin("PATCH", "/api/v1/users/" + made, Map.of("role", "editor"), bob.etag()).expect(200);
        server.admin("PATCH", "/api/v1/users/" + made, Map.of("role", "viewer"), bob.etag()).expect(412);
        server.admin("POST", "/api/v1/users/" + made + "/password-reset", Map.of("password", WholeServer.PASSWORD + "2"));
        String token = server.call("POST", "/api/v1/sessions", "", Map.of(), Map.of("name", "bob", "password",
                WholeServer.PASSWORD + "2")).expect(201).json().path("token").asText();
        server.call("PUT", "/api/v1/me/password", token, Map.of(), Map.of("old", WholeServer.PASSWORD + "2", "new",
                WholeServer.PASSWORD)).expect(204);
        server.call("GET", "/api/v1/users", token, Map.of(), "").expect(403);
        server.call("DELETE", "/api/v1/sessions/current", token, Map.of(), "").expect(204);
        server.call("GET", "/api/v1/me", token, Map.of(), "").expect(401);
        String etag = server.admin("GET", "/api/v1/users/" + made).etag();
        server.admin("DELETE", "/api/v1/users/" + made, "", etag).expect(204);
        server.admin("GET", "/api/v1/users/" + made).expect(404);
    }

    @Test
    @Order(3)
    void knowsTokensAndAccounts() throws Exception {
        var token = server.admin("POST", "/api/v1/tokens", Map.of("label", "ci", "role", "viewer", "expiresAt",
                java.time.Instant.now().plusSeconds(86_400).truncatedTo(java.time.temporal.ChronoUnit.MILLIS).toString())).expect(201);
        server.admin("GET", "/api/v1/tokens").expect(200);
        String id = token.json().path("id").asText();
        server.admin("DELETE", "/api/v1/tokens/" + id).expect(204);
        var other = server.call("POST", "/api/v1/sessions", "", Map.of(), Map.of("name", "ann", "password",
                WholeServer.PASSWORD)).expect(201);
        server.admin("DELETE", "/api/v1/sessions/" + other.json().path("id").asText()).expect(204);

        String account = server.admin("POST", "/api/v1/service-accounts", Map.of("name", "ci", "role", "operator")).expect(201)
                .json().path("id").asText();
        String place = "/api/v1/service-accounts/" + account;
        server.admin("GET", "/api/v1/service-accounts").expect(200);
        String etag = server.admin("GET", place).expect(200).etag();
        server.admin("PATCH", place, Map.of("role", "viewer"), etag).expect(200);
        String tokenId = server.admin("POST", place + "/tokens", Map.of("label", "one")).expect(201).json().path("id").asText();
        server.admin("GET", place + "/tokens").expect(200);
        server.admin("DELETE", place + "/tokens/" + tokenId).expect(204);
        server.admin("DELETE", place, "", server.admin("GET", place).etag()).expect(204);
    }

    @Test
    @Order(4)
    void keepsTheAudit() throws Exception {
        server.admin("GET", "/api/v1/audit").expect(200);
        server.admin("GET", "/api/v1/audit/verify").expect(200);
    }

    @Test
    @Order(90)
    void streamsWhatHappensWithoutAGap() throws Exception {
        for (int i = 0; i < 3; i++) {
            server.admin("POST", "/api/v1/users", Map.of("name", "sse-" + i, "role", "viewer", "password",
                    WholeServer.PASSWORD)).expect(201);
        }
        List<EventReader.Event> all;
        try (EventReader reader = new EventReader(server, "0", "")) {
            all = reader.read(6);
        }
        assertThat(all).extracting(EventReader.Event::id).startsWith(1L).isSorted().doesNotHaveDuplicates();
        assertThat(all.get(5).id()).as("no gap").isEqualTo(6);
        all.forEach(event -> assertThat(server.document.problems(server.document.operation("watchEvents").node()
                .at("/responses/200/content").path("text/event-stream").at("/schema/x-event"), event.data())).isEmpty());
        try (EventReader reader = new EventReader(server, "3", "?topics=user")) {
            assertThat(reader.read(3)).allSatisfy(event -> {
                assertThat(event.id()).isGreaterThan(3);
                assertThat(event.event()).isEqualTo("user");
            });
        }
        try (EventReader reader = new EventReader(server, "999999999", "")) {
            assertThat(reader.read(1).get(0).event()).isEqualTo("reset");
            server.admin("POST", "/api/v1/users", Map.of("name", "sse-live", "role", "viewer", "password",
                    WholeServer.PASSWORD)).expect(201);
            assertThat(reader.read(1).get(0).event()).isEqualTo("user");
        }
        server.admin("GET", "/api/v1/events?topics=nonsense").expect(400);
        server.exercised.add("watchEvents");
    }

    /** What nobody has built yet is listed, so that nobody forgets it; the list may only become shorter. */
    @Test
    @Order(100)
    void everyOperationWasExercised() throws Exception {
        Set<String> notBuilt = new TreeSet<>(Files.readAllLines(Path.of("src/test/resources/conformance/not-built.txt"),
                StandardCharsets.UTF_8));
        Set<String> missing = new TreeSet<>();
        Set<String> built = new TreeSet<>();
        for (Document.Operation operation : server.document.operations()) {
            if (isThere(operation)) {
                built.add(operation.id());
            } else {
                missing.add(operation.id());
            }
        }
        Files.write(Path.of("target/not-built.txt"), missing);
        assertThat(missing).as("operations without a handler; not-built.txt lists them").isEqualTo(notBuilt);
        built.removeAll(server.exercised);
        assertThat(built).as("operations that are there, and that no test has exercised with success").isEmpty();
    }

    private boolean isThere(Document.Operation operation) throws Exception {
        String target = operation.path().replaceAll("\\{[^}]+}", "0192f3a1-7c4e-7b21-9f60-3a5d2c1e8b47");
        var answer = server.send(operation.method(), target, Map.of("Authorization", "Bearer nonsense", "Penstock-Protocol", "1"),
                new byte[0]);
        return answer.statusCode() != 405 && (answer.statusCode() != 404
                || !new String(answer.body(), StandardCharsets.UTF_8).contains("\"request.path\""));
    }
}
