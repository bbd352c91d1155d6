package io.penstock.control.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
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
    @Order(5)
    void mindsTheServer() throws Exception {
        var shown = server.admin("GET", "/api/v1/server").expect(200);
        server.admin("PATCH", "/api/v1/server", Map.of("sync", Map.of("interval", "20s")), shown.etag()).expect(200);
        server.admin("GET", "/api/v1/servers").expect(200);
        server.admin("POST", "/api/v1/signing-keys/rotate", "").expect(201);
        var operation = server.admin("POST", "/api/v1/backups", "").expect(202);
        until(() -> server.admin("GET", operation.answer().headers().firstValue("location").orElseThrow()).expect(200).json()
                .path("state").asText().equals("done"));
        server.admin("GET", "/api/v1/operations/" + operation.json().path("id").asText()).expect(200);
        server.admin("GET", "/api/v1/backups/" + operation.json().path("id").asText());
    }

    private static final String TEXT = "name: host\ninput: { http-listen: { address: \"127.0.0.1:0\" } }\noutput: console\n";
    private PaperAgent berlin;
    private PaperAgent paris;

    @Test
    @Order(10)
    void letsAgentsIn() throws Exception {
        String one = server.admin("POST", "/api/v1/agents", Map.of("name", "berlin", "tags", Map.of("site", "north"))).expect(201)
                .json().path("id").asText();
        String two = server.admin("POST", "/api/v1/agents", Map.of("id", "paris-1", "name", "paris")).expect(201).json()
                .path("id").asText();
        server.admin("POST", "/api/v1/agents", Map.of("name", "Berlin")).expect(409);
        String key = server.admin("POST", "/api/v1/keys", Map.of("label", "both", "agents", List.of(one, two))).expect(201)
                .json().path("key").asText();
        berlin = new PaperAgent(server, one, "berlin");
        paris = new PaperAgent(server, two, "paris");
        berlin.enroll(key).expect(201);
        paris.enroll(key).expect(201);
        berlin.sync(Map.of()).expect(200);
        paris.sync(Map.of()).expect(200);
        server.admin("GET", "/api/v1/agents").expect(200);
        server.admin("GET", "/api/v1/agents/facets").expect(200);
        assertThat(server.admin("GET", "/api/v1/agents/" + one).expect(200).json().path("state").asText()).isEqualTo("running");
    }

    @Test
    @Order(20)
    void runsAPipeWhereItsTagsSay() throws Exception {
        String pipe = server.admin("POST", "/api/v1/pipes", Map.of("text", TEXT, "assignment", Map.of("selector", "site=north")))
                .expect(201).json().path("pipe").path("id").asText();
        server.admin("POST", "/api/v1/pipes/host/revisions", Map.of("message", "first")).expect(201);
        server.admin("GET", "/api/v1/pipes").expect(200);
        server.admin("GET", "/api/v1/pipes/" + pipe).expect(200);
        server.admin("GET", "/api/v1/pipes/host/revisions").expect(200);
        server.admin("GET", "/api/v1/pipes/host/revisions/1").expect(200);
        server.admin("GET", "/api/v1/pipes/host/assignment").expect(200);
        server.admin("GET", "/api/v1/pipes/host/assignment/preview?selector=site%3Dnorth").expect(200);
        server.admin("POST", "/api/v1/rollouts", Map.of("pipe", "host", "revision", 1, "dryRun", true)).expect(200);
        String rollout = server.admin("POST", "/api/v1/rollouts", Map.of("pipe", "host", "revision", 1)).expect(201).json()
                .path("id").asText();
        server.admin("GET", "/api/v1/rollouts/" + rollout + "/targets").expect(200);
        server.admin("GET", "/api/v1/rollouts").expect(200);
        until(() -> {
            berlin.sync(Map.of());
            return berlin.manifest.path("pipes").size() == 1;
        });
        String hash = berlin.manifest.path("pipes").get(0).path("artifact").path("sha256").asText();
        var artifact = server.call("GET", "/agent/v1/artifacts/" + hash, berlin.token, Map.of(), "").expect(200);
        assertThat(new String(artifact.answer().body(), StandardCharsets.UTF_8)).isEqualTo(TEXT);
        server.call("GET", "/agent/v1/artifacts/" + hash, paris.token, Map.of(), "").expect(403);
        berlin.reportApplied();
        until(() -> server.admin("GET", "/api/v1/rollouts/" + rollout).json().path("state").asText().equals("completed"));
        assertThat(server.admin("GET", "/api/v1/pipes/host").json().path("live").asInt()).isEqualTo(1);
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void until(Condition condition) throws Exception {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("it does not become so").isLessThan(end);
        }
    }

    @Test
    @Order(30)
    void keepsDraftsAndRevisions() throws Exception {
        server.admin("GET", "/api/v1/pipes/host/draft").expect(404);
        server.admin("PUT", "/api/v1/pipes/host/draft", Map.of("text", TEXT + "# second\n"), "\"0\"").expect(200);
        String etag = server.admin("GET", "/api/v1/pipes/host/draft").expect(200).etag();
        server.admin("DELETE", "/api/v1/pipes/host/draft", "", etag).expect(204);
        server.admin("PUT", "/api/v1/pipes/host/draft", Map.of("text", TEXT + "# second\n"), "\"0\"").expect(200);
        server.admin("GET", "/api/v1/pipes/host/diff?from=live&to=draft").expect(200);
        server.admin("POST", "/api/v1/pipes/host/revisions", Map.of("message", "second")).expect(201);
        server.admin("POST", "/api/v1/pipes/host/restore", Map.of("revision", 1)).expect(201);
        String pipe = server.admin("GET", "/api/v1/pipes/host").etag();
        server.admin("PATCH", "/api/v1/pipes/host", Map.of("onFailure", "stop"), pipe);
        String assignment = server.admin("GET", "/api/v1/pipes/host/assignment").etag();
        server.admin("PUT", "/api/v1/pipes/host/assignment", Map.of("selector", "site=north", "agents", List.of(paris.id)),
                assignment);
    }

    @Test
    @Order(35)
    void saysWhatATextIs() throws Exception {
        server.admin("POST", "/api/v1/pipes/validate", Map.of("text", TEXT)).expect(200);
        server.admin("POST", "/api/v1/pipes/validate", Map.of("text", "name: [", "params", Map.of("a", 1))).expect(200);
        server.admin("POST", "/api/v1/pipes/graph", Map.of("text", "name: [")).expect(422);
        server.admin("POST", "/api/v1/pipes/graph", Map.of("text", TEXT));
    }

    @Test
    @Order(40)
    void steersRollouts() throws Exception {
        String made = server.admin("POST", "/api/v1/rollouts", Map.of("pipe", "host", "revision", 2)).expect(201).json()
                .path("id").asText();
        String place = "/api/v1/rollouts/" + made;
        server.admin("POST", place + "/pause", "", server.admin("GET", place).etag()).expect(200);
        server.admin("POST", place + "/resume", Map.of(), server.admin("GET", place).etag()).expect(200);
        server.admin("POST", place + "/abort", "", server.admin("GET", place).etag()).expect(200);
        server.admin("POST", place + "/pause", "", server.admin("GET", place).etag()).expect(409);
        server.admin("POST", place + "/rollback", Map.of("to", 1), server.admin("GET", place).etag()).expect(201);
    }

    @Test
    @Order(50)
    void setsValuesOnThreeLevels() throws Exception {
        for (String space : List.of("parameters", "settings")) {
            for (String level : List.of("global", "tags/site%3Dnorth", "agents/" + berlin.id)) {
                String place = "/api/v1/" + space + "/" + level;
                server.admin("GET", place).expect(200);
                server.admin("PUT", place + "?dryRun=true", Map.of("entries", Map.of("log.level", "info")), "\"0\"").expect(200);
                server.admin("PUT", place, Map.of("entries", Map.of("log.level", "info")), "\"0\"");
            }
        }
    }

    @Test
    @Order(60)
    void showsAgentsFromAllSides() throws Exception {
        String place = "/api/v1/agents/" + berlin.id;
        for (String part : List.of("manifest", "pipes", "history", "parameters", "settings", "logs", "metrics", "syncs")) {
            server.admin("GET", place + "/" + part).expect(200);
        }
        server.admin("GET", place + "/conflict");
        String etag = server.admin("GET", place).etag();
        server.admin("PATCH", place + "?dryRun=true", Map.of("tags", Map.of("floor", "2")), etag).expect(200);
        server.admin("PATCH", place, Map.of("type", "edge"), etag).expect(200);
        for (String kind : List.of("systemd&os=linux", "systemd&os=windows", "container", "kubernetes")) {
            server.admin("GET", "/api/v1/join-command?kind=" + kind).expect(200);
        }
    }

    @Test
    @Order(61)
    void tellsAgentsWhatToDo() throws Exception {
        String command = server.admin("POST", "/api/v1/agents/" + berlin.id + "/actions", Map.of("action", "diagnostics")).expect(202)
                .json().path("id").asText();
        server.admin("POST", "/api/v1/agents/bulk", Map.of("selector", "*", "action", "restart", "dryRun", true)).expect(200);
        server.admin("POST", "/api/v1/agents/bulk", Map.of("selector", "name=paris", "action", "restart")).expect(202);
        berlin.sync(Map.of());
        server.call("POST", "/agent/v1/agents/" + berlin.id + "/diagnostics/" + command, berlin.token,
                Map.of("Content-Type", "application/zip"), new byte[] {80, 75, 5, 6}).expect(204);
        berlin.sync(Map.of("results", List.of(Map.of("commandId", command, "status", "done"))));
        server.admin("GET", "/api/v1/commands").expect(200);
        until(() -> server.admin("GET", "/api/v1/commands/" + command).expect(200).json().path("state").asText().equals("done"));
        server.admin("GET", "/api/v1/commands/" + command + "/output").expect(200);
        String other = server.admin("POST", "/api/v1/agents/" + paris.id + "/actions", Map.of("action", "drain")).expect(202)
                .json().path("id").asText();
        server.admin("DELETE", "/api/v1/commands/" + other).expect(204);
    }

    @Test
    @Order(62)
    void takesLogsAndMeasurements() throws Exception {
        for (String kind : List.of("logs", "metrics")) {
            String line = kind.equals("logs")
                    ? "{\"at\":\"" + PaperAgent.now() + "\",\"level\":\"warn\",\"logger\":\"pipes\",\"message\":\"m\"}"
                    : "{\"at\":\"" + PaperAgent.now() + "\",\"name\":\"a_total\",\"kind\":\"counter\",\"value\":1}";
            String body = "{\"batch\":\"" + PaperAgent.uuid() + "\",\"seq\":1,\"lines\":1,\"lost\":0}\n" + line + "\n";
            server.call("POST", "/agent/v1/agents/" + berlin.id + "/" + kind, berlin.token,
                    Map.of("Content-Type", "application/x-ndjson"), body.getBytes(StandardCharsets.UTF_8)).expect(200);
        }
        until(() -> server.admin("GET", "/api/v1/agents/" + berlin.id + "/logs").json().path("items").size() == 1);
    }

    /** Generated: wherever the document has an agent's own path, another agent's credential is refused. */
    @Test
    @Order(70)
    void anAgentsCredentialOpensNothingOfAnother() throws Exception {
        int tried = 0;
        for (Document.Operation operation : server.document.operations()) {
            String target = operation.path().replace("{id}", paris.id).replaceAll("\\{[^}]+}", PaperAgent.uuid());
            if (operation.role().equals("agent") && operation.path().contains("{id}")) {
                assertThat(server.call(operation.method(), target, berlin.token, Map.of(), "").expect(403).code())
                        .as(operation.toString()).isEqualTo("access.agent");
                tried++;
            } else if (operation.path().startsWith("/api/") && !operation.role().equals("open") && isThere(operation)) {
                server.call(operation.method(), target, berlin.token, Map.of(), "").expect(403);
                tried++;
            }
        }
        assertThat(tried).isGreaterThan(80);
    }

    @Test
    @Order(80)
    void takesKeysAndEnrolmentsBack() throws Exception {
        String key = server.admin("GET", "/api/v1/keys").expect(200).json().path("items").get(0).path("id").asText();
        String place = "/api/v1/keys/" + key;
        server.admin("PATCH", place, Map.of("label", "renamed"), server.admin("GET", place).expect(200).etag()).expect(200);
        server.admin("POST", place + "/rotate", Map.of("overlap", "10m")).expect(201);
        server.admin("POST", place + "/revoke", "", server.admin("GET", place).etag()).expect(200);
        var made = server.admin("POST", "/api/v1/enrolments", Map.of("label", "site", "mode", "approve", "maxAgents", 2)).expect(201);
        server.admin("GET", "/api/v1/enrolments").expect(200);
        String enrolment = "/api/v1/enrolments/" + made.json().path("id").asText();
        PaperAgent rome = new PaperAgent(server, "", "rome");
        rome.enroll(made.json().path("key").asText()).expect(201);
        server.admin("PATCH", enrolment, Map.of("label", "other"), server.admin("GET", enrolment).expect(200).etag()).expect(200);
        server.admin("DELETE", enrolment, "", server.admin("GET", enrolment).etag()).expect(204);
    }

    @Test
    @Order(82)
    void isWhatItsDocumentsSay() throws Exception {
        var all = server.admin("GET", "/api/v1/export").expect(200).json().path("documents");
        assertThat(all.findValuesAsText("kind")).contains("Agent", "Parameters", "Pipe", "Settings");
        var same = server.admin("POST", "/api/v1/apply", Map.of("documents", all)).expect(200).json();
        assertThat(same.path("changes").findValuesAsText("change")).containsOnly("unchanged");
        assertThat(same.path("rollouts")).isEmpty();
        assertThat(server.admin("GET", "/api/v1/export").json().path("documents")).isEqualTo(all);
        Map<String, Object> added = Map.of("kind", "Pipe", "name", "more", "spec", Map.of("text", TEXT.replace("host", "more"),
                "tags", List.of("site=north")));
        var trial = server.admin("POST", "/api/v1/apply", Map.of("documents", List.of(added), "dryRun", true)).expect(200).json();
        assertThat(trial.path("changes").findValuesAsText("change")).containsOnly("created");
        server.admin("GET", "/api/v1/pipes/more").expect(404);
        server.admin("POST", "/api/v1/apply", Map.of("documents", List.of(added))).expect(200);
        assertThat(server.admin("GET", "/api/v1/pipes/more").json().path("selector").asText()).isEqualTo("site=north");
        server.admin("POST", "/api/v1/apply", Map.of("documents", List.of(Map.of("kind", "Parameters", "name", "nonsense",
                "spec", Map.of("entries", Map.of()))))).expect(422);
    }

    @Test
    @Order(85)
    void takesEverythingAway() throws Exception {
        server.admin("DELETE", "/api/v1/pipes/host", "", server.admin("GET", "/api/v1/pipes/host").etag());
        server.admin("DELETE", "/api/v1/agents/" + paris.id, "", server.admin("GET", "/api/v1/agents/" + paris.id).etag())
                .expect(204);
        paris.sync(Map.of()).expect(410);
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
            assertThat(reader.read(1)).hasSize(1);
        }
        server.admin("GET", "/api/v1/events?topics=nonsense").expect(400);
        server.exercised.add("watchEvents");
    }

    /** The document promises nothing that nobody has built; what is built is in the document, or the calls above would fail. */
    @Test
    @Order(100)
    void everyOperationWasExercised() throws Exception {
        Set<String> missing = new TreeSet<>();
        Set<String> untried = new TreeSet<>();
        for (Document.Operation operation : server.document.operations()) {
            if (!isThere(operation)) {
                missing.add(operation.id());
            } else if (!server.exercised.contains(operation.id())) {
                untried.add(operation.id());
            }
        }
        assertThat(missing).as("operations without a handler").isEmpty();
        assertThat(untried).as("operations that no test has exercised with success").isEmpty();
        assertThat(server.server.routes()).as("routes").containsExactlyInAnyOrderElementsOf(server.document.operations().stream()
                .map(operation -> operation.method() + " " + operation.path()).toList());
    }

    private boolean isThere(Document.Operation operation) throws Exception {
        String target = operation.path().replaceAll("\\{[^}]+}", "0192f3a1-7c4e-7b21-9f60-3a5d2c1e8b47");
        var answer = server.send(operation.method(), target, Map.of("Authorization", "Bearer nonsense", "Penstock-Protocol", "1"),
                new byte[0]);
        return answer.statusCode() != 405 && (answer.statusCode() != 404
                || !new String(answer.body(), StandardCharsets.UTF_8).contains("\"request.path\""));
    }
}
