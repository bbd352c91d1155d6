package io.penstock.control.client.session;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.penstock.control.api.Artifact;
import io.penstock.control.api.BatchHead;
import io.penstock.control.api.ConflictWith;
import io.penstock.control.api.Desired;
import io.penstock.control.api.EnrollRequest;
import io.penstock.control.api.HealthRule;
import io.penstock.control.api.Json;
import io.penstock.control.api.Manifest;
import io.penstock.control.api.ManifestPipe;
import io.penstock.control.api.OnFailure;
import io.penstock.control.api.PipeReport;
import io.penstock.control.api.Problem;
import io.penstock.control.api.ProblemCode;
import io.penstock.control.api.ServerKey;
import io.penstock.control.api.Signed;
import io.penstock.control.api.SyncAnswer;
import io.penstock.control.api.SyncRequest;
import io.penstock.control.api.SyncRules;
import io.penstock.control.api.TokenText;
import io.penstock.core.concurrent.Workers;
import io.penstock.core.net.Pem;
import io.penstock.core.net.ServerPin;
import io.penstock.core.net.TlsServer;
import io.penstock.core.value.Secret;
import io.penstock.testing.TestCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;

/** A server that says what a test tells it to, over TLS on loopback, and keeps what agents said. Thread-safe. */
final class ScriptedServer implements AutoCloseable {
    static final String STORE = "0192f3a1-7c4e-7b21-9f60-3a5d2c1e8b47";
    static final Secret KEY = token("ak", 'k');
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    private final Json json = new Json();
    private final ExecutorService workers = Workers.cached("scripted");
    private final HttpsServer http;
    final ServerPin pin;
    private KeyPair signing;
    private final Map<String, byte[]> artifacts = new HashMap<>();
    private final Map<String, PipeReport> reported = new LinkedHashMap<>();
    private final List<SyncRequest> syncs = new ArrayList<>();
    private final List<EnrollRequest> enrolments = new ArrayList<>();
    private final List<Signed> commands = new ArrayList<>();
    private final Map<String, Integer> lines = new TreeMap<>();
    private final Set<String> batches = new HashSet<>();
    private Optional<Signed> manifest = Optional.empty();
    private Optional<Signed> settings = Optional.empty();
    private Optional<ProblemCode> refusal = Optional.empty();
    private String status = "active";
    private Secret token = token("ag", 'a');
    private Optional<Secret> candidate = Optional.empty();
    private long generation;
    private int waitSeconds;
    private boolean broken;

    ScriptedServer(Path folder) throws Exception {
        TestCertificate certificate = TestCertificate.in(folder);
        pin = ServerPin.of((X509Certificate) Pem.certificates(certificate.certificate()).get(0));
        signing = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        http = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setHttpsConfigurator(new HttpsConfigurator(
                new TlsServer(certificate.certificate(), certificate.key(), Optional.empty()).context()));
        http.setExecutor(workers);
        http.createContext("/agent/v1/", this::answer);
        http.start();
    }

    URI url() {
        return URI.create("https://127.0.0.1:" + http.getAddress().getPort());
    }

    static Secret token(String kind, char letter) {
        return new TokenText(io.penstock.control.api.CredentialKind.of(kind).orElseThrow(), "0123456789abcdef",
                Secret.of(String.valueOf(letter).repeat(TokenText.SECRET_CHARACTERS))).text();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
                body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
            }
            String path = exchange.getRequestURI().getPath();
            synchronized (this) {
                if (broken) {
                    return;
                }
                if (refusal.isPresent()) {
                    Problem problem = Problem.of(refusal.get(), "as the test says", "0123456789");
                    send(exchange, refusal.get().status(), refusal.get() == ProblemCode.AGENTS_CONFLICT
                            ? problem.withConflict(new ConflictWith("lisbon", "0192f3a1-7c4e-7b21-9f60-3a5d2c1e8b48")) : problem);
                    return;
                }
            }
            if (path.endsWith("/enroll")) {
                enroll(exchange, json.readTolerant(body, EnrollRequest.class));
            } else if (path.contains("/artifacts/")) {
                raw(exchange, artifact(path.substring(path.lastIndexOf('/') + 1)));
            } else if (path.endsWith("/sync")) {
                sync(exchange, json.readTolerant(body, SyncRequest.class), exchange.getRequestURI().getQuery() != null);
            } else if (path.contains("/diagnostics/")) {
                synchronized (this) {
                    lines.put(path.substring(path.lastIndexOf('/') + 1), body.length);
                }
                exchange.sendResponseHeaders(204, -1);
            } else {
                lines(exchange, path.substring(path.lastIndexOf('/') + 1), new String(body, StandardCharsets.UTF_8));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void lines(HttpExchange exchange, String kind, String body) throws IOException {
        BatchHead head = json.readTolerant(body.lines().findFirst().orElseThrow(), BatchHead.class);
        long seq = head.seq();
        synchronized (this) {
            if (batches.add(head.batch())) {
                lines.merge(kind, head.lines(), Integer::sum);
            }
            notifyAll();
        }
        send(exchange, 200, new io.penstock.control.api.BatchAnswer(seq));
    }

    private synchronized byte[] artifact(String hash) {
        return artifacts.get(hash);
    }

    private synchronized void enroll(HttpExchange exchange, EnrollRequest request) throws IOException {
        enrolments.add(request);
        notifyAll();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("agentId", request.agentId().orElse("agent-1"));
        answer.put("name", request.name());
        answer.put("status", status);
        if (status.equals("active")) {
            answer.put("credential", Map.of("token", token.reveal()));
        }
        answer.put("signingKeys", List.of(serverKey()));
        answer.put("storeId", STORE);
        answer.put("sync", new SyncRules(5, 0, waitSeconds));
        send(exchange, 201, answer);
    }

    private ServerKey serverKey() {
        byte[] spki = signing.getPublic().getEncoded();
        return ServerKey.of(Arrays.copyOfRange(spki, spki.length - 32, spki.length));
    }

    private void sync(HttpExchange exchange, SyncRequest request, boolean waits) throws IOException, InterruptedException {
        String shown = exchange.getRequestHeaders().getFirst("Authorization");
        SyncAnswer answer;
        synchronized (this) {
            boolean known = shown.equals("Bearer " + token.reveal())
                    || candidate.filter(next -> shown.equals("Bearer " + next.reveal())).isPresent();
            if (!known) {
                send(exchange, 401, Problem.of(ProblemCode.CREDENTIALS_UNKNOWN, "unknown", "0123456789"));
                return;
            }
            candidate.filter(next -> shown.equals("Bearer " + next.reveal())).ifPresent(next -> {
                token = next;
                candidate = Optional.empty();
            });
            syncs.add(request);
            if (request.full()) {
                reported.clear();
            }
            request.pipes().forEach(pipe -> reported.put(pipe.name(), pipe));
            notifyAll();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(waitSeconds);
            while (waits && !hasNews(request) && newest() == request.seq() && System.nanoTime() < end && !broken
                    && refusal.isEmpty()) {
                wait(100);
            }
            if (broken) {
                return;
            }
            answer = new SyncAnswer(request.seq(), Instant.now(), false, new SyncRules(5, 0, waitSeconds),
                    manifest.filter(one -> !request.known().manifest().equals(Optional.of(one.hash()))),
                    settings.filter(one -> !request.known().settings().equals(Optional.of(one.hash()))), List.copyOf(commands),
                    Optional.empty(), candidate.map(next -> new io.penstock.control.api.CandidateCredential(next, LONG_AGO)));
            commands.clear();
        }
        send(exchange, 200, answer);
    }

    private boolean hasNews(SyncRequest request) {
        return manifest.filter(one -> !request.known().manifest().equals(Optional.of(one.hash()))).isPresent()
                || settings.filter(one -> !request.known().settings().equals(Optional.of(one.hash()))).isPresent()
                || !commands.isEmpty() || candidate.isPresent();
    }

    private long newest() {
        return syncs.get(syncs.size() - 1).seq();
    }

    private void send(HttpExchange exchange, int code, Object body) throws IOException {
        byte[] bytes = json.bytes(body);
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static void raw(HttpExchange exchange, byte[] bytes) throws IOException {
        exchange.sendResponseHeaders(bytes == null ? 404 : 200, bytes == null ? -1 : bytes.length);
        if (bytes != null) {
            exchange.getResponseBody().write(bytes);
        }
    }

    static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    /** An entry; its text can be fetched from now on. */
    synchronized ManifestPipe pipe(String name, int revision, String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        artifacts.put(sha256(bytes), bytes);
        String spec = sha256((name + revision + text).getBytes(StandardCharsets.UTF_8));
        String id = "0192f3a1-7c4e-7b21-9f60-" + sha256(name.getBytes(StandardCharsets.UTF_8)).substring(0, 12);
        return new ManifestPipe(spec, id, name, revision, Desired.RUNNING, new Artifact(sha256(bytes), bytes.length),
                new TreeMap<>(), new HealthRule(3, 30), OnFailure.ROLLBACK, Optional.empty());
    }

    static ManifestPipe desired(ManifestPipe pipe, Desired desired) throws Exception {
        return new ManifestPipe(sha256((pipe.spec() + desired).getBytes(StandardCharsets.UTF_8)), pipe.pipeId(), pipe.name(),
                pipe.revision(), desired, pipe.artifact(), pipe.params(), pipe.health(), pipe.onFailure(), pipe.rollout());
    }

    /** It may take an hour to get to run. */
    static ManifestPipe patient(ManifestPipe pipe) {
        return new ManifestPipe(pipe.spec(), pipe.pipeId(), pipe.name(), pipe.revision(), pipe.desired(), pipe.artifact(),
                pipe.params(), new HealthRule(3, 3600), pipe.onFailure(), pipe.rollout());
    }

    /** Wants these from now on. */
    synchronized void wants(ManifestPipe... pipes) throws Exception {
        wants(++generation, body -> body, pipes);
    }

    synchronized void wants(long number, UnaryOperator<String> forged, ManifestPipe... pipes) throws Exception {
        Manifest body = new Manifest("manifest", enrolments.isEmpty() ? "agent-1"
                : enrolments.get(0).agentId().orElse("agent-1"), STORE, 1, number, LONG_AGO, List.of(pipes), List.of());
        Signed signed = sign("manifest", json.text(body));
        manifest = Optional.of(new Signed(forged.apply(signed.body()), signed.kid(), signed.signature()));
        notifyAll();
    }

    synchronized void sets(Map<String, Object> entries) throws Exception {
        settings = Optional.of(sign("settings", json.text(new io.penstock.control.api.SettingsBody("settings", "agent-1",
                ++generation, new TreeMap<>(entries)))));
        notifyAll();
    }

    synchronized void commands(String id, String command, Map<String, Object> args) throws Exception {
        commands.add(sign("command", json.text(new io.penstock.control.api.CommandBody("command", "agent-1", id, command,
                new TreeMap<>(args), LONG_AGO, Instant.now().plusSeconds(60)))));
        notifyAll();
    }

    private Signed sign(String type, String body) throws Exception {
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(signing.getPrivate());
        signer.update(Signed.signedBytes(type, body));
        return new Signed(body, serverKey().kid(), Base64.getEncoder().encodeToString(signer.sign()));
    }

    synchronized void refuses(Optional<ProblemCode> code) {
        refusal = code;
        notifyAll();
    }

    synchronized void enrolsAs(String how) {
        status = how;
    }

    synchronized void offers(Secret next) {
        candidate = Optional.of(next);
        notifyAll();
    }

    synchronized void forgetsTokens(Secret next) {
        token = next;
    }

    /** From now on requests may wait, for so long. */
    synchronized void lets(int seconds) {
        waitSeconds = seconds;
    }

    synchronized void breaks(boolean now) {
        broken = now;
        notifyAll();
    }

    synchronized Optional<PipeReport> reported(String pipe) {
        return Optional.ofNullable(reported.get(pipe));
    }

    synchronized List<SyncRequest> syncs() {
        return List.copyOf(syncs);
    }

    synchronized List<EnrollRequest> enrolments() {
        return List.copyOf(enrolments);
    }

    synchronized int lines(String kind) {
        return lines.getOrDefault(kind, 0);
    }

    /** Waits until something is true of what agents said. */
    void await(BooleanSupplier condition, Function<ScriptedServer, Object> shown) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        synchronized (this) {
            while (!condition.getAsBoolean()) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("never came true: " + shown.apply(this));
                }
                wait(10);
            }
        }
    }

    @Override
    public void close() {
        breaks(true);
        http.stop(0);
        workers.shutdownNow();
    }
}
