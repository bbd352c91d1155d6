package io.penstock.control.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests made of the document by a seeded chance: none may hurt the server, and none gets an answer nobody knows. */
class GeneratedRequestsTest {
    private static final long SEED = Long.getLong("penstock.seed", 20261121L);
    private static final int REQUESTS = Integer.getInteger("penstock.requests", 10_000);
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");
    private static final int MAX_KNOWN = 200;
    /** They end the run, or hold it up. */
    private static final Set<String> LEFT_OUT = Set.of("watchEvents", "logout", "changePassword", "login", "setup", "endSession");

    private final List<String> known = new ArrayList<>();
    private final Random random = new Random(SEED);

    @Test
    void noneHurtsTheServer(@TempDir Path folder) throws Exception {
        try (WholeServer server = new WholeServer(folder.resolve("control-server"))) {
            server.setUp();
            Guesses guesses = new Guesses(server.document, random, known);
            List<Document.Operation> operations = server.document.operations().stream()
                    .filter(operation -> !LEFT_OUT.contains(operation.id())).toList();
            Map<Integer, Integer> statuses = new TreeMap<>();
            for (int i = 0; i < REQUESTS; i++) {
                Document.Operation operation = operations.get(random.nextInt(operations.size()));
                statuses.merge(one(server, guesses, operation, i), 1, Integer::sum);
            }
            assertThat(statuses).as("what came: %s", statuses).containsKeys(200, 201, 400, 404);
            server.admin("GET", "/api/v1/me").expect(200);
        }
    }

    private int one(WholeServer server, Guesses guesses, Document.Operation operation, int number) throws Exception {
        String target = target(server, guesses, operation);
        Map<String, String> headers = headers(server, operation, number);
        byte[] body = body(server, guesses, operation, headers);
        HttpResponse<byte[]> answer = server.send(operation.method(), target, headers, body);
        String what = "seed " + SEED + ", request " + number + ": " + operation.method() + " " + target + "\n"
                + new String(body, StandardCharsets.UTF_8) + "\n→ " + answer.statusCode() + " "
                + new String(answer.body(), StandardCharsets.UTF_8);
        assertThat(answer.statusCode()).as(what).isLessThan(500);
        boolean there = answer.statusCode() != 405 && !(answer.statusCode() == 404
                && new String(answer.body(), StandardCharsets.UTF_8).contains("\"request.path\""));
        String path = target.contains("?") ? target.substring(0, target.indexOf('?')) : target;
        Document.Operation meant = server.document.find(operation.method(), path).orElse(operation);
        if (there) {
            assertThat(new Exchange(server.document, meant).answerProblems(answer)).as(what).isEmpty();
        }
        learn(answer);
        return answer.statusCode();
    }

    private String target(WholeServer server, Guesses guesses, Document.Operation operation) {
        Map<String, JsonNode> schemas = new HashMap<>();
        StringBuilder query = new StringBuilder();
        operation.node().path("parameters").forEach(written -> {
            JsonNode parameter = server.document.resolved(written);
            String name = parameter.path("name").asText();
            if (parameter.path("in").asText().equals("path")) {
                schemas.put(name, parameter.path("schema"));
            } else if (parameter.path("in").asText().equals("query") && (parameter.path("required").asBoolean()
                    || random.nextInt(4) == 0) && !name.equals("wait")) {
                query.append(query.isEmpty() ? '?' : '&').append(name).append('=')
                        .append(encoded(guesses.text(parameter.path("schema"))));
            }
        });
        Matcher variables = VARIABLE.matcher(operation.path());
        String path = variables.replaceAll(found -> {
            String value = encoded(guesses.text(schemas.getOrDefault(found.group(1), Document.PLAIN.createObjectNode())));
            return Matcher.quoteReplacement(value.isEmpty() ? "0192f3a1-7c4e-7b21-9f60-3a5d2c1e8b47" : value);
        });
        return path + query;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Map<String, String> headers(WholeServer server, Document.Operation operation, int number) {
        Map<String, String> headers = new HashMap<>();
        if (random.nextInt(20) > 0) {
            headers.put("Authorization", "Bearer " + server.admin);
        }
        if (random.nextInt(20) > 0) {
            headers.put("Idempotency-Key", "generated-" + (random.nextInt(10) == 0 ? random.nextInt(50) : number + 1000));
        }
        if (random.nextInt(10) > 0) {
            headers.put("If-Match", "\"" + random.nextInt(4) + "\"");
        }
        if (operation.path().startsWith("/agent/")) {
            headers.put("Penstock-Protocol", Integer.toString(1 + random.nextInt(20) / 19));
        }
        return headers;
    }

    private byte[] body(WholeServer server, Guesses guesses, Document.Operation operation, Map<String, String> headers)
            throws Exception {
        JsonNode content = server.document.resolved(operation.node().path("requestBody")).path("content");
        if (content.isEmpty()) {
            return new byte[0];
        }
        String type = content.fieldNames().next();
        headers.put("Content-Type", random.nextInt(50) == 0 ? "text/plain" : type);
        byte[] body = type.endsWith("json") ? Document.PLAIN.writeValueAsBytes(guesses.body(content.path(type).path("schema")))
                : guesses.text(content.path(type).path("schema")).getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(50) == 0 && body.length > 1) {
            return java.util.Arrays.copyOf(body, random.nextInt(body.length));
        }
        return body;
    }

    private void learn(HttpResponse<byte[]> answer) throws Exception {
        if (answer.statusCode() >= 300 || !answer.headers().firstValue("content-type").orElse("").endsWith("json")) {
            return;
        }
        JsonNode body = Document.PLAIN.readTree(answer.body());
        for (JsonNode value : body.findValues("id")) {
            learn(value.asText());
        }
        for (JsonNode value : body.findValues("name")) {
            learn(value.asText());
        }
    }

    private void learn(String value) {
        if (!known.contains(value)) {
            if (known.size() < MAX_KNOWN) {
                known.add(value);
            } else {
                known.set(random.nextInt(MAX_KNOWN), value);
            }
        }
    }
}
