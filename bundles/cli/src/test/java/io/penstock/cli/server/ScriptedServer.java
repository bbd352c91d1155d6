package io.penstock.cli.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.penstock.admin.api.PlainJson;
import io.penstock.core.net.ServerPin;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * An HTTPS server on loopback that answers what it was told to, in the order it was told for each question. What it was not
 * told it refuses, as a real one does, with a problem.
 */
final class ScriptedServer implements AutoCloseable {
    private record Answer(int status, Map<String, String> headers, String body) {
    }

    /** One question as it came. */
    record Question(String line, Map<String, String> headers, Object body) {
    }

    final List<Question> questions = new ArrayList<>();
    private final Map<String, Deque<Answer>> answers = new LinkedHashMap<>();
    private final HttpsServer server;
    private final String pin;

    /** @param folder where a {@code TestCertificate} was made */
    ScriptedServer(Path folder) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("certificate.p12"))) {
            keys.load(in, "secret".toCharArray());
        }
        pin = ServerPin.of((X509Certificate) keys.getCertificate("a")).text();
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, "secret".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "https://127.0.0.1:" + server.getAddress().getPort();
    }

    String pin() {
        return pin;
    }

    /** @param question method, space, path below {@code /api/v1} with its query */
    ScriptedServer answers(String question, int status, Object body, String... headers) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Content-Type", status < 400 ? "application/json" : "application/problem+json");
        for (int i = 0; i < headers.length; i += 2) {
            fields.put(headers[i], headers[i + 1]);
        }
        String text = body instanceof String plain ? plain : body == null ? "" : PlainJson.line(body);
        answers.computeIfAbsent(question, key -> new ArrayDeque<>()).add(new Answer(status, fields, text));
        return this;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String line = exchange.getRequestMethod() + " " + exchange.getRequestURI().toString().replaceFirst("^/api/v1", "");
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.get(0)));
        questions.add(new Question(line, headers, body.isEmpty() ? null : PlainJson.read(body)));
        Deque<Answer> waiting = answers.getOrDefault(line, new ArrayDeque<>());
        Answer answer = Optional.ofNullable(waiting.size() > 1 ? waiting.poll() : waiting.peek())
                .orElse(new Answer(404, Map.of("Content-Type", "application/problem+json"),
                        "{\"code\": \"request.unknown\", \"detail\": \"nobody told this server of " + line + "\"}"));
        answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), answer.status() == 204 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** The questions, a line each. */
    List<String> lines() {
        return questions.stream().map(Question::line).toList();
    }

    Question last() {
        return questions.get(questions.size() - 1);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
