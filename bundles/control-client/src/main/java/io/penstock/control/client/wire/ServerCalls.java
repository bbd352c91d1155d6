package io.penstock.control.client.wire;

import io.penstock.control.api.BatchAnswer;
import io.penstock.control.api.EnrollAnswer;
import io.penstock.control.api.EnrollRequest;
import io.penstock.control.api.Json;
import io.penstock.control.api.Problem;
import io.penstock.control.api.SyncAnswer;
import io.penstock.control.api.SyncRequest;
import io.penstock.control.api.SyncRules;
import io.penstock.core.error.PenstockException;
import io.penstock.core.http.HttpCaller;
import io.penstock.core.http.RetryAfter;
import io.penstock.core.time.Clock;
import io.penstock.core.value.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** The agent's calls of its server. Thread-safe; each call waits for its answer. */
public final class ServerCalls implements AutoCloseable {
    /** A manifest and settings of a mebibyte each, written as text within JSON, with some commands. */
    private static final int MAX_ANSWER_BYTES = 8 << 20;
    private static final Duration SPARE = Duration.ofSeconds(10);

    private final URI server;
    private final HttpCaller http;
    private final Json json;
    private final String software;
    private final Clock clock;

    /** @param software what this agent calls itself in requests */
    public ServerCalls(URI server, HttpCaller http, Json json, String software, Clock clock) {
        this.server = server;
        this.http = http;
        this.json = json;
        this.software = software;
        this.clock = clock;
    }

    /** Asks for a credential; {@code Done}, or {@code Refused}. RETRY when the server cannot be reached. */
    public Reply<EnrollAnswer> enroll(Secret key, EnrollRequest request) throws InterruptedException {
        return reply(http.call(post("/agent/v1/enroll", key, "application/json", json.bytes(request)),
                BoundedBody.of(MAX_ANSWER_BYTES)), body -> json.readTolerant(body, EnrollAnswer.class));
    }

    /** Tells and asks; waits at the server for at most {@code wait} when there is nothing new. */
    public Reply<SyncAnswer> sync(String agentId, Secret token, SyncRequest request, Duration wait)
            throws InterruptedException {
        String query = wait.isZero() ? "" : "?wait=" + wait.toSeconds();
        HttpRequest post = post("/agent/v1/agents/" + agentId + "/sync" + query, token, "application/json", json.bytes(request));
        return reply(http.call(post, BoundedBody.of(MAX_ANSWER_BYTES), wait.plus(SPARE)),
                body -> json.readTolerant(body, SyncAnswer.class));
    }

    /** Fetches a pipe's text. */
    public Reply<byte[]> artifact(Secret token, String sha256, int size) throws InterruptedException {
        return reply(http.call(request("/agent/v1/artifacts/" + sha256, token).GET().build(), BoundedBody.of(size)),
                body -> body);
    }

    /** Sends lines of the log or measurements; {@code kind} is {@code logs} or {@code metrics}. */
    public Reply<BatchAnswer> lines(String agentId, Secret token, String kind, byte[] lines) throws InterruptedException {
        return reply(http.call(post("/agent/v1/agents/" + agentId + "/" + kind, token, "application/x-ndjson", lines),
                BoundedBody.of(MAX_ANSWER_BYTES)), body -> json.readTolerant(body, BatchAnswer.class));
    }

    /** Sends what the command {@code diagnostics} has collected. */
    public Reply<byte[]> diagnostics(String agentId, Secret token, String commandId, byte[] zip) throws InterruptedException {
        return reply(http.call(post("/agent/v1/agents/" + agentId + "/diagnostics/" + commandId, token, "application/zip", zip),
                BoundedBody.of(MAX_ANSWER_BYTES)), body -> body);
    }

    private HttpRequest post(String path, Secret token, String type, byte[] body) {
        HttpRequest.Builder request = request(path, token).header("Content-Type", type);
        if (body.length < Packing.WORTH_IT || type.equals("application/zip")) {
            return request.POST(BodyPublishers.ofByteArray(body)).build();
        }
        return request.header("Content-Encoding", "gzip").POST(BodyPublishers.ofByteArray(Packing.pack(body))).build();
    }

    private HttpRequest.Builder request(String path, Secret token) {
        return HttpRequest.newBuilder(server.resolve(path)).header("Authorization", "Bearer " + token.reveal())
                .header("Penstock-Protocol", "1").header("User-Agent", software).header("Accept-Encoding", "gzip");
    }

    private <T> Reply<T> reply(HttpResponse<byte[]> response, Function<byte[], T> read) {
        int status = response.statusCode();
        if (status == 204) {
            return new Reply.Nothing<>(response.headers().firstValue("Penstock-Sync").flatMap(ServerCalls::rules));
        }
        if (status >= 300) {
            return new Reply.Refused<>(refusal(response));
        }
        try {
            return new Reply.Done<>(read.apply(plain(response)));
        } catch (PenstockException | IOException e) {
            throw PenstockException.retry("control.answer", server + " gave an answer that is none of a Penstock server: "
                    + PenstockException.describe(e), e);
        }
    }

    private static byte[] plain(HttpResponse<byte[]> response) throws IOException {
        boolean packed = response.headers().firstValue("Content-Encoding").filter("gzip"::equalsIgnoreCase).isPresent();
        return packed ? Packing.unpack(response.body(), MAX_ANSWER_BYTES) : response.body();
    }

    /** A header that cannot be read says nothing. */
    private static Optional<SyncRules> rules(String header) {
        try {
            return Optional.of(SyncRules.of(header));
        } catch (PenstockException e) {
            return Optional.empty();
        }
    }

    private Refusal refusal(HttpResponse<byte[]> response) {
        Optional<Duration> after = RetryAfter.of(response.headers().firstValue("Retry-After"), clock.now());
        try {
            Problem problem = json.readTolerant(plain(response), Problem.class);
            return new Refusal(response.statusCode(), problem.code().code(), problem.detail().isEmpty() ? problem.title()
                    : problem.detail(), after, problem.conflict());
        } catch (PenstockException | IOException e) {
            return new Refusal(response.statusCode(), "", shown(response.body()), after, Optional.empty());
        }
    }

    /** The first line of a page that is no problem of ours. */
    private static String shown(byte[] body) {
        String text = new String(body, 0, Math.min(body.length, 200), StandardCharsets.UTF_8);
        return text.lines().findFirst().orElse("without a reason").replaceAll("\\p{Cntrl}", " ");
    }

    @Override
    public void close() {
        http.close();
    }
}
