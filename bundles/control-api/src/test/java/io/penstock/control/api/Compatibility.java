package io.penstock.control.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a program written for one document cannot rely on in a later one. Of what it sends: everything that was allowed stays
 * allowed, nothing more is demanded. Of what it gets: everything that was promised is still promised. Operations, fields that
 * may be left out, answers and words of answers may be added.
 */
final class Compatibility {
    private final JsonNode before;
    private final JsonNode after;
    private final List<String> broken = new ArrayList<>();
    /** Schemas refer to each other in circles. */
    private final Set<String> compared = new HashSet<>();

    private Compatibility(JsonNode before, JsonNode after) {
        this.before = before;
        this.after = after;
    }

    /** One line for each breach; empty: it is compatible. */
    static List<String> broken(JsonNode before, JsonNode after) {
        Compatibility comparison = new Compatibility(before, after);
        before.path("paths").properties().forEach(path -> path.getValue().properties().forEach(method ->
                comparison.operation(method.getKey() + " " + path.getKey(), method.getValue(),
                        after.path("paths").path(path.getKey()).path(method.getKey()))));
        return comparison.broken;
    }

    private void operation(String where, JsonNode old, JsonNode now) {
        if (now.isMissingNode()) {
            broken.add(where + " is gone");
            return;
        }
        if (!old.path("x-role").equals(now.path("x-role"))) {
            broken.add(where + " is for another role");
        }
        parameters(where, old, now);
        body(where, old, now);
        old.path("responses").properties().forEach(response -> {
            if (response.getKey().startsWith("2")) {
                answer(where + " " + response.getKey(), response.getValue(), now.path("responses").path(response.getKey()));
            }
        });
    }

    private void parameters(String where, JsonNode old, JsonNode now) {
        Map<String, JsonNode> olds = parameters(before, old);
        Map<String, JsonNode> nows = parameters(after, now);
        olds.forEach((name, parameter) -> {
            if (nows.containsKey(name)) {
                schema(where + " " + name, parameter.path("schema"), nows.get(name).path("schema"), true);
            } else {
                broken.add(where + " takes " + name + " no more");
            }
        });
        nows.forEach((name, parameter) -> {
            boolean demanded = parameter.path("required").asBoolean();
            if (demanded && !(olds.containsKey(name) && olds.get(name).path("required").asBoolean())) {
                broken.add(where + " demands " + name);
            }
        });
    }

    private static Map<String, JsonNode> parameters(JsonNode root, JsonNode operation) {
        Map<String, JsonNode> parameters = new HashMap<>();
        operation.path("parameters").forEach(written -> {
            JsonNode parameter = resolved(root, written);
            parameters.put(parameter.path("in").asText() + " " + parameter.path("name").asText(), parameter);
        });
        return parameters;
    }

    private void body(String where, JsonNode old, JsonNode now) {
        JsonNode oldBody = resolved(before, old.path("requestBody"));
        JsonNode nowBody = resolved(after, now.path("requestBody"));
        if (nowBody.path("required").asBoolean() && !oldBody.path("required").asBoolean()) {
            broken.add(where + " demands a body");
        }
        oldBody.path("content").properties().forEach(content -> {
            JsonNode same = nowBody.path("content").path(content.getKey());
            if (same.isMissingNode()) {
                broken.add(where + " takes " + content.getKey() + " no more");
            } else {
                schema(where + " body", content.getValue().path("schema"), same.path("schema"), true);
            }
        });
    }

    private void answer(String where, JsonNode old, JsonNode now) {
        if (now.isMissingNode()) {
            broken.add(where + " is gone");
            return;
        }
        JsonNode nowKnown = resolved(after, now);
        resolved(before, old).path("headers").properties().forEach(header -> {
            if (nowKnown.path("headers").path(header.getKey()).isMissingNode()) {
                broken.add(where + " has no header " + header.getKey());
            }
        });
        resolved(before, old).path("content").properties().forEach(content -> {
            JsonNode same = nowKnown.path("content").path(content.getKey());
            if (same.isMissingNode()) {
                broken.add(where + " gives no " + content.getKey());
            } else {
                schema(where + " answer", content.getValue().path("schema"), same.path("schema"), false);
            }
        });
    }

    /** @param sent by the program; otherwise it gets it */
    private void schema(String where, JsonNode writtenOld, JsonNode writtenNow, boolean sent) {
        String names = writtenOld.path("$ref").asText() + " " + writtenNow.path("$ref").asText() + " " + sent;
        if (writtenOld.has("$ref") && !compared.add(names)) {
            return;
        }
        JsonNode old = resolved(before, writtenOld);
        JsonNode now = resolved(after, writtenNow);
        if (!old.path("type").equals(now.path("type"))) {
            broken.add(where + " is " + now.path("type") + ", and was " + old.path("type"));
            return;
        }
        words(where, old, now, sent);
        limits(where, old, now, sent);
        fields(where, old, now, sent);
        if (old.has("items")) {
            schema(where + "[]", old.path("items"), now.path("items"), sent);
        }
        for (String choice : List.of("oneOf", "anyOf", "allOf")) {
            for (int i = 0; i < old.path(choice).size(); i++) {
                schema(where + " " + choice + " " + i, old.path(choice).get(i), now.path(choice).path(i), sent);
            }
        }
    }

    private void words(String where, JsonNode old, JsonNode now, boolean sent) {
        if (!sent) {
            return;
        }
        Set<String> words = new HashSet<>();
        now.path("enum").forEach(word -> words.add(word.asText()));
        old.path("enum").forEach(word -> {
            if (now.has("enum") && !words.contains(word.asText())) {
                broken.add(where + " takes \"" + word.asText() + "\" no more");
            }
        });
        if (now.has("enum") && !old.has("enum") || now.has("const") && !now.path("const").equals(old.path("const"))) {
            broken.add(where + " takes certain words only");
        }
        if (now.has("pattern") && !now.path("pattern").equals(old.path("pattern"))) {
            broken.add(where + " has another pattern");
        }
    }

    private void limits(String where, JsonNode old, JsonNode now, boolean sent) {
        if (!sent) {
            return;
        }
        for (String most : List.of("maxLength", "maximum", "maxItems", "maxProperties")) {
            if (now.has(most) && (!old.has(most) || now.path(most).asDouble() < old.path(most).asDouble())) {
                broken.add(where + " has a smaller " + most);
            }
        }
        for (String least : List.of("minLength", "minimum", "minItems", "minProperties")) {
            if (now.has(least) && now.path(least).asDouble() > old.path(least).asDouble(0)) {
                broken.add(where + " has a larger " + least);
            }
        }
    }

    private void fields(String where, JsonNode old, JsonNode now, boolean sent) {
        Set<String> demandedBefore = names(old.path("required"));
        Set<String> demandedNow = names(now.path("required"));
        for (String name : sent ? demandedNow : demandedBefore) {
            if (!(sent ? demandedBefore : demandedNow).contains(name)) {
                broken.add(where + (sent ? " demands " : " promises no more ") + name);
            }
        }
        old.path("properties").properties().forEach(field -> {
            JsonNode same = now.path("properties").path(field.getKey());
            if (same.isMissingNode()) {
                broken.add(where + " has no " + field.getKey());
            } else {
                schema(where + "/" + field.getKey(), field.getValue(), same, sent);
            }
        });
    }

    private static Set<String> names(JsonNode list) {
        Set<String> names = new HashSet<>();
        list.forEach(name -> names.add(name.asText()));
        return names;
    }

    private static JsonNode resolved(JsonNode root, JsonNode node) {
        JsonNode reference = node.get("$ref");
        return reference == null ? node : resolved(root, root.at(reference.asText().substring(1)));
    }
}
