package io.penstock.control.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpServerTest {
    private static final Map<String, String> VIEWER = Map.of("Authorization", "Bearer viewer");
    private static final Map<String, String> EDITOR = Map.of("Authorization", "Bearer editor", "Content-Type", "application/json",
            "Idempotency-Key", "12345678");

    private final AtomicInteger made = new AtomicInteger();
    private final CompletableFuture<Void> goneSeen = new CompletableFuture<>();
    private final CompletableFuture<Void> asked = new CompletableFuture<>();
    private final CompletableFuture<SseSink> sink = new CompletableFuture<>();
    private final CompletableFuture<Answer> parked = new CompletableFuture<>();
    private final TestServer server = new TestServer(Map.of(), this::routes);

    private void routes(Routes routes) {
        routes.on("GET", "/open").open().to(call -> answer(Answer.ok(Map.of("id", call.requestId()))));
        routes.on("GET", "/things").role(Role.VIEWER).to(call -> answer(Answer.list(List.of(call.page().limit()),
                call.page().after())));
        routes.on("GET", "/things/{id}").role(Role.VIEWER).to(call -> answer(Answer.ok(Map.of("id", call.path("id")), 7)));
        routes.on("GET", "/things/special").role(Role.VIEWER).to(call -> answer(Answer.ok(Map.of("special", true))));
        routes.on("POST", "/things").role(Role.EDITOR).creates().maxBody(100).to(call -> answer(Answer.created(
                "/api/v1/things/" + made.incrementAndGet(), call.body(Thing.class), 1)));
        routes.on("POST", "/secrets").role(Role.EDITOR).creates().to(call -> answer(Answer.created("/api/v1/secrets/1",
                Map.of("n", made.incrementAndGet())).secret()));
        routes.on("PATCH", "/things/{id}").role(Role.EDITOR).changes().to(call -> answer(Answer.ok(Map.of("was",
                call.ifMatch()))));
        routes.on("GET", "/defect").role(Role.VIEWER).to(call -> {
            throw new IllegalStateException("secret-of-a-defect");
        });
        routes.on("GET", "/busy").role(Role.VIEWER).to(call -> CompletableFuture.failedStage(new PenstockException(
                ErrorKind.RETRY, "store.unavailable", "away")));
        routes.on("GET", "/large").role(Role.VIEWER).to(call -> answer(Answer.ok(Map.of("text", "x".repeat(5_000)))));
        routes.on("GET", "/events").role(Role.VIEWER).gives("text/event-stream").to(call -> answer(new Answer.Events(to -> {
            sink.complete(to);
            return () -> goneSeen.complete(null);
        })));
        routes.on("POST", "/agents/{id}/sync").agent().to(call -> {
            call.gone().thenRun(() -> goneSeen.complete(null));
            asked.complete(null);
            return parked;
        });
    }

    record Thing(String name) {
    }

    private static CompletionStage<Answer> answer(Answer answer) {
        return CompletableFuture.completedStage(answer);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void namesEveryRequestInItsAnswer() throws Exception {
        RawAnswer answer = server.ask("GET", "/open", Map.of(), "");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsKeys("Date").containsEntry("Content-Type", "application/json");
        assertThat(answer.text()).contains(answer.headers().get("Penstock-Request-Id"));
    }

    @Test
    void tellsPathsAndMethodsThatAreNotThere() throws Exception {
        assertThat(server.get("/nothing", "viewer").text()).contains("\"request.path\"");
        RawAnswer answer = server.ask("DELETE", "/things", VIEWER, "");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.headers()).containsEntry("Allow", "GET, POST");
    }

    @Test
    void aWordGoesBeforeAVariable() throws Exception {
        assertThat(server.get("/things/special", "viewer").text()).contains("special");
        assertThat(server.get("/things/a%20b%2Fc", "viewer").text()).isEqualTo("{\"id\":\"a b/c\"}");
        assertThat(server.get("/things/a", "viewer").headers()).containsEntry("ETag", "\"7\"");
        assertThat(server.get("/things/%zz", "viewer").status()).isEqualTo(404);
    }

    @Test
    void asksForACredentialAndARole() throws Exception {
        RawAnswer nobody = server.ask("GET", "/things", Map.of(), "");
        assertThat(nobody.status()).isEqualTo(401);
        assertThat(nobody.headers()).containsEntry("WWW-Authenticate", "Bearer")
                .containsEntry("Content-Type", "application/problem+json");
        assertThat(server.ask("POST", "/things", VIEWER, "").text()).contains("access.role");
        assertThat(server.get("/things", "agent-a").text()).contains("access.role");
        assertThat(server.get("/things", "admin").status()).isEqualTo(200);
    }

    @Test
    void anAgentIsNoOtherAgent() throws Exception {
        Map<String, String> headers = Map.of("Authorization", "Bearer agent-a", "Penstock-Protocol", "1");
        assertThat(server.ask("POST", "/agents/b/sync", headers, "").text()).contains("access.agent");
        assertThat(server.ask("POST", "/agents/a/sync", Map.of("Authorization", "Bearer admin", "Penstock-Protocol", "1"), "")
                .status()).isEqualTo(403);
        assertThat(server.ask("POST", "/agents/a/sync", Map.of("Authorization", "Bearer agent-a", "Penstock-Protocol", "9"), "")
                .status()).isEqualTo(426);
    }

    @Test
    void aCookieOfAnotherPageChangesNothing() throws Exception {
        Map<String, String> foreign = Map.of("Cookie", "a=b; __Host-penstock=x", "Origin", "https://evil.example",
                "Content-Type", "application/json", "If-Match", "\"1\"");
        assertThat(server.ask("PATCH", "/things/1", foreign, "{}").text()).contains("access.csrf");
        Map<String, String> own = Map.of("Cookie", "__Host-penstock=x", "Origin", "http://localhost",
                "Content-Type", "application/json", "If-Match", "\"1\"");
        assertThat(server.ask("PATCH", "/things/1", own, "{}").status()).isEqualTo(200);
    }

    @Test
    void refusesBodiesThatAreNotWhatIsExpected() throws Exception {
        assertThat(server.ask("POST", "/things", EDITOR, "{").text()).contains("request.body");
        assertThat(server.ask("POST", "/things", EDITOR, "").text()).contains("request.body");
        assertThat(server.ask("POST", "/things", EDITOR, "{\"other\":1}").text()).contains("request.field", "/other");
        RawAnswer large = server.ask("POST", "/things", EDITOR, "{\"name\":\"" + "x".repeat(200) + "\"}");
        assertThat(large.status()).isEqualTo(413);
        assertThat(large.text()).contains("100 bytes");
        assertThat(server.ask("POST", "/things", Map.of("Authorization", "Bearer editor", "Content-Type", "text/plain"), "x")
                .status()).isEqualTo(415);
        assertThat(server.ask("GET", "/things", Map.of("Authorization", "Bearer viewer", "Accept", "text/html"), "")
                .status()).isEqualTo(406);
    }

    @Test
    void aChunkedBodyHasTheSameLimit() throws Exception {
        String head = "POST /things HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer editor\r\nIdempotency-Key: 12345678\r\n"
                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
        List<RawAnswer> answers = server.say(2, head + "50\r\n" + "x".repeat(80) + "\r\n50\r\n" + "x".repeat(80) + "\r\n0\r\n\r\n"
                + "GET /open HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(answers.get(0).status()).isEqualTo(413);
        assertThat(server.say(1, head + "e\r\n{\"name\":\"abc\"}\r\n0\r\n\r\n").get(0).status()).isEqualTo(201);
    }

    @Test
    void demandsPreconditions() throws Exception {
        Map<String, String> headers = Map.of("Authorization", "Bearer editor", "Content-Type", "application/merge-patch+json");
        assertThat(server.ask("PATCH", "/things/1", headers, "{}").status()).isEqualTo(428);
        assertThat(server.ask("POST", "/things", headers, "").text()).contains("idempotency.missing");
    }

    @Test
    void makesOnceWhatIsAskedForTwice() throws Exception {
        RawAnswer first = server.ask("POST", "/things", EDITOR, "{\"name\":\"a\"}");
        RawAnswer again = server.ask("POST", "/things", EDITOR, "{\"name\":\"a\"}");
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.headers()).containsEntry("Location", first.headers().get("Location")).containsEntry("ETag", "\"1\"");
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(made).hasValue(1);
        assertThat(server.ask("POST", "/things", EDITOR, "{\"name\":\"b\"}").status()).isEqualTo(422);
    }

    @Test
    void aSecretIsShownOnce() throws Exception {
        assertThat(server.ask("POST", "/secrets", EDITOR, "").headers()).containsEntry("Cache-Control", "no-store");
        assertThat(server.ask("POST", "/secrets", EDITOR, "").text()).contains("idempotency.secret-shown");
        assertThat(server.idempotency.all()).allSatisfy(known -> assertThat(((IdempotencyStore.Kept) known).body()).isEmpty());
    }

    @Test
    void aRefusedCreationMayBeTriedAgain() throws Exception {
        assertThat(server.ask("POST", "/things", EDITOR, "{\"wrong\":1}").status()).isEqualTo(400);
        assertThat(server.ask("POST", "/things", EDITOR, "{\"name\":\"a\"}").status()).isEqualTo(201);
    }

    @Test
    void tellsNothingOfADefect() throws Exception {
        RawAnswer answer = server.get("/defect", "viewer");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text()).contains("server.defect").doesNotContain("secret-of-a-defect");
    }

    @Test
    void saysWhenToComeAgain() throws Exception {
        RawAnswer answer = server.get("/busy", "viewer");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsKey("Retry-After");
    }

    @Test
    void packsWhatIsLarge() throws Exception {
        RawAnswer answer = server.ask("GET", "/large", Map.of("Authorization", "Bearer viewer", "Accept-Encoding", "gzip"), "");
        assertThat(answer.headers()).containsEntry("Content-Encoding", "gzip");
        assertThat(new String(new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes(),
                StandardCharsets.UTF_8)).contains("xxxx");
    }

    @Test
    void answersManyRequestsOfOneConnectionInTheirOrder() throws Exception {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            all.append("GET /things/").append(i).append(" HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer viewer\r\n\r\n");
        }
        List<RawAnswer> answers = server.say(50, all.toString());
        assertThat(answers).hasSize(50);
        for (int i = 0; i < 50; i++) {
            assertThat(answers.get(i).text()).isEqualTo("{\"id\":\"" + i + "\"}");
        }
    }

    @Test
    void givesPagesWithinTheirLimits() throws Exception {
        assertThat(server.get("/things?limit=5&after=x%2By", "viewer").text()).isEqualTo("{\"items\":[5],\"next\":\"x+y\"}");
        assertThat(server.get("/things?limit=1001", "viewer").text()).contains("request.query");
        assertThat(server.get("/things?limit=5&limit=6", "viewer").text()).contains("comes twice");
    }

    @Test
    void streamsEventsUntilTheReaderGoes() throws Exception {
        try (Socket socket = server.connect()) {
            socket.getOutputStream().write(("GET /events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer viewer\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            SseSink to = sink.get(10, TimeUnit.SECONDS);
            to.send(OptionalLong.of(3), "agent", "{}");
            String line;
            do {
                line = RawAnswer.line(socket.getInputStream());
            } while (!line.equals("id: 3"));
            assertThat(RawAnswer.line(socket.getInputStream())).isEqualTo("event: agent");
        }
        goneSeen.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aWaitingRequestKnowsWhenNobodyWaitsAnyMore() throws Exception {
        try (Socket socket = server.connect()) {
            socket.getOutputStream().write(("POST /agents/a/sync HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer agent-a\r\n"
                    + "Penstock-Protocol: 1\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
        }
        goneSeen.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aWaitingRequestIsToldToComeLaterWhenTheServerStops() throws Exception {
        try (Socket socket = server.connect()) {
            socket.getOutputStream().write(("POST /agents/a/sync HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer agent-a\r\n"
                    + "Penstock-Protocol: 1\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            asked.get(10, TimeUnit.SECONDS);
            server.close();
            RawAnswer answer = RawAnswer.read(socket.getInputStream(), 1).get(0);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.headers()).containsKey("Retry-After");
        }
    }

    @Test
    void aWaitingRequestIsAnsweredWhenThereIsSomething() throws Exception {
        CompletableFuture<RawAnswer> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return server.ask("POST", "/agents/a/sync", Map.of("Authorization", "Bearer agent-a", "Penstock-Protocol", "1"), "");
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        parked.complete(Answer.none());
        RawAnswer answer = waiting.get(10, TimeUnit.SECONDS);
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.headers()).doesNotContainKey("Content-Length");
    }
}
