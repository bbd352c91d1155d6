package io.penstock.control.server.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Values made of schemas by a seeded chance: mostly right, sometimes wrong in one place. One thread. */
final class Guesses {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String[] TEXTS = {"", "a", "x".repeat(300), "\u00e4\u00f6\ud83d\ude00", "'; drop table users; --", "../../etc",
        "null", "0", "site=north", "a\nb", "\u0000", "%00", "${secret:env/HOME#x}", "inputs:\n  - exec: {}\n", "*", "{", "-1"};
    private static final int MAX_DEPTH = 6;

    private final Document document;
    private final Random random;
    private final List<String> known;

    /** @param known ids and names that exist, taken up now and then */
    Guesses(Document document, Random random, List<String> known) {
        this.document = document;
        this.random = random;
        this.known = known;
    }

    JsonNode body(JsonNode schema) {
        JsonNode value = value(schema, 0);
        return random.nextInt(3) == 0 ? broken(value) : value;
    }

    private JsonNode broken(JsonNode value) {
        if (value instanceof ObjectNode object && !object.isEmpty()) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            switch (random.nextInt(4)) {
                case 0 -> object.remove(name);
                case 1 -> object.set(name, wild());
                case 2 -> object.set("unknown", wild());
                default -> object.set(name, broken(object.get(name)));
            }
            return object;
        }
        return random.nextInt(3) == 0 ? wild() : value;
    }

    private JsonNode wild() {
        return switch (random.nextInt(7)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.numberNode(random.nextLong());
            case 2 -> NODES.numberNode(random.nextDouble());
            case 3 -> NODES.booleanNode(random.nextBoolean());
            case 4 -> NODES.arrayNode().add(1);
            case 5 -> NODES.objectNode().put("a", "b");
            default -> NODES.textNode(TEXTS[random.nextInt(TEXTS.length)]);
        };
    }

    String text(JsonNode schema) {
        if (!known.isEmpty() && random.nextInt(3) == 0) {
            return known.get(random.nextInt(known.size()));
        }
        return random.nextInt(5) == 0 ? TEXTS[random.nextInt(TEXTS.length)] : value(schema, 0).asText();
    }

    private JsonNode value(JsonNode written, int depth) {
        JsonNode schema = document.resolved(written);
        JsonNode examples = schema.path("examples");
        if (!examples.isEmpty() && random.nextInt(depth == 0 ? 4 : 2) > 0) {
            return example(examples);
        }
        for (String choice : List.of("oneOf", "anyOf", "allOf")) {
            if (schema.has(choice)) {
                return value(schema.get(choice).get(random.nextInt(schema.get(choice).size())), depth + 1);
            }
        }
        if (schema.has("const")) {
            return schema.get("const");
        } else if (schema.has("enum")) {
            return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
        }
        JsonNode type = schema.path("type");
        return switch (type.isArray() ? type.get(random.nextInt(type.size())).asText() : type.asText()) {
            case "object" -> object(schema, depth);
            case "array" -> array(schema, depth);
            case "integer" -> NODES.numberNode(schema.path("minimum").asLong(0) + random.nextInt(20));
            case "number" -> NODES.numberNode(random.nextInt(100) / 7.0);
            case "boolean" -> NODES.booleanNode(random.nextBoolean());
            case "null" -> NODES.nullNode();
            case "string" -> examples.isEmpty() ? NODES.textNode(TEXTS[random.nextInt(TEXTS.length)]) : example(examples);
            default -> wild();
        };
    }

    private JsonNode example(JsonNode examples) {
        return examples.get(random.nextInt(examples.size())).deepCopy();
    }

    private JsonNode object(JsonNode schema, int depth) {
        ObjectNode object = NODES.objectNode();
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            if (required.contains(property.getKey()) || depth < MAX_DEPTH && random.nextInt(3) > 0) {
                object.set(property.getKey(), value(property.getValue(), depth + 1));
            }
        }
        return object;
    }

    private JsonNode array(JsonNode schema, int depth) {
        ArrayNode array = NODES.arrayNode();
        for (int n = depth > MAX_DEPTH ? 0 : random.nextInt(3); n > 0; n--) {
            array.add(value(schema.path("items"), depth + 1));
        }
        return array;
    }
}
