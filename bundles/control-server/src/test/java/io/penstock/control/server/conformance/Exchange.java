package io.penstock.control.server.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One request with its answer, judged by the document. */
final class Exchange {
    private final Document document;
    private final Document.Operation operation;

    Exchange(Document document, Document.Operation operation) {
        this.document = document;
        this.operation = operation;
    }

    /** What the document does not allow about a body that was meant to be right. */
    List<String> requestProblems(String mediaType, byte[] body) {
        JsonNode content = document.resolved(operation.node().path("requestBody")).path("content");
        if (content.isMissingNode()) {
            return body.length == 0 ? List.of() : List.of("the document knows no body");
        }
        JsonNode schema = content.path(mediaType).path("schema");
        if (schema.isMissingNode()) {
            return List.of("the document knows no body of " + mediaType);
        }
        return isJson(mediaType) ? judged(schema, body, "request") : List.of();
    }

    /** What the document does not allow about an answer. */
    List<String> answerProblems(HttpResponse<byte[]> answer) {
        JsonNode response = operation.node().path("responses").path(Integer.toString(answer.statusCode()));
        if (response.isMissingNode()) {
            return List.of("the document knows no answer " + answer.statusCode());
        }
        JsonNode known = document.resolved(response);
        List<String> problems = new ArrayList<>(headerProblems(known, answer));
        JsonNode content = known.path("content");
        String type = answer.headers().firstValue("content-type").orElse("");
        if (content.isMissingNode() || content.isEmpty()) {
            if (answer.body().length > 0) {
                problems.add("the document knows no content of " + answer.statusCode());
            }
        } else if (!content.has(type)) {
            problems.add("the document knows no content \"" + type + "\" of " + answer.statusCode());
        } else if (isJson(type)) {
            problems.addAll(judged(content.path(type).path("schema"), answer.body(), "answer"));
        }
        return problems;
    }

    private List<String> headerProblems(JsonNode response, HttpResponse<byte[]> answer) {
        List<String> problems = new ArrayList<>();
        response.path("headers").fields().forEachRemaining(header -> {
            JsonNode known = document.resolved(header.getValue());
            Optional<String> value = answer.headers().firstValue(header.getKey());
            if (value.isEmpty() && known.path("required").asBoolean()) {
                problems.add("the header " + header.getKey() + " is missing");
            }
            value.ifPresent(text -> {
                JsonNode schema = document.resolved(known.path("schema"));
                JsonNode typed = schema.path("type").asText().equals("integer") ? Document.PLAIN.getNodeFactory()
                        .numberNode(Long.parseLong(text)) : TextNode.valueOf(text);
                document.problems(schema, typed).forEach(problem -> problems.add(header.getKey() + ": " + problem));
            });
        });
        return problems;
    }

    private static boolean isJson(String mediaType) {
        return mediaType.equals("application/json") || mediaType.endsWith("+json");
    }

    private List<String> judged(JsonNode schema, byte[] body, String what) {
        try {
            return document.problems(schema, Document.PLAIN.readTree(body)).stream().map(problem -> what + " " + problem).toList();
        } catch (IOException e) {
            return List.of(what + " is no JSON: " + e.getMessage());
        }
    }
}
