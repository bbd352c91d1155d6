package io.penstock.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.control.api.TestDocument.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a reader may rely on wherever in the document. */
class OpenApiTest {
    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");
    private static final Set<String> ROLES = Set.of("open", "viewer", "editor", "operator", "admin", "agent", "enrolment");
    private static final List<String> ALWAYS = List.of("400", "401", "403", "404", "406", "413", "415", "429", "503");
    /** Changes of what has no version, because it has one owner or ends but once. */
    private static final Set<String> UNVERSIONED = Set.of("logout", "endSession", "changePassword", "deleteToken",
            "deleteServiceAccountToken", "cancelCommand");
    /** POSTs under /api/v1 that make nothing that lasts, or are guarded otherwise. */
    private static final Set<String> NOT_CREATING = Set.of("setup", "login", "resetPassword", "validatePipe",
            "graphPipe", "revokeKey", "pauseRollout", "resumeRollout", "abortRollout",
            "rollbackRollout");

    private final List<Operation> operations = TestDocument.operations();

    @Test
    void isOfVersion31() {
        assertThat(TestDocument.ROOT.path("openapi").asText()).startsWith("3.1.");
        assertThat(operations).hasSizeGreaterThan(100);
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<String> lost = new ArrayList<>();
        TestDocument.walk(TestDocument.ROOT, "", (where, node) -> {
            JsonNode reference = node.get("$ref");
            if (reference != null && TestDocument.ROOT.at(reference.asText().substring(1)).isMissingNode()) {
                lost.add(where + " " + reference);
            }
        });
        assertThat(lost).isEmpty();
    }

    @Test
    void everySchemaIsAJsonSchema() {
        var meta = TestDocument.metaSchema();
        TestDocument.ROOT.at("/components/schemas").fields().forEachRemaining(schema ->
                assertThat(meta.validate(schema.getValue())).as(schema.getKey()).isEmpty());
    }

    @Test
    void everyExampleFitsItsSchema() {
        int[] seen = {0};
        TestDocument.ROOT.at("/components/schemas").fields().forEachRemaining(schema ->
                schema.getValue().path("examples").forEach(example -> {
                    seen[0]++;
                    assertThat(TestDocument.problems(schema.getKey(), example)).as(schema.getKey()).isEmpty();
                }));
        TestDocument.ROOT.at("/components/responses").fields().forEachRemaining(response ->
                assertThat(TestDocument.problems("Problem", response.getValue().findValue("example"))).as(response.getKey())
                        .isEmpty());
        assertThat(seen[0]).isGreaterThan(120);
    }

    @Test
    void everyBodyHasAnExample() {
        List<String> without = new ArrayList<>();
        for (Operation operation : operations) {
            TestDocument.walk(operation.node(), operation.id(), (where, node) -> {
                String name = node.at("/schema/$ref").asText().replace("#/components/schemas/", "");
                if (where.contains("/content/") && !name.isEmpty() && !name.endsWith("Page")
                        && TestDocument.example(name) == null) {
                    without.add(where + " " + name);
                }
            });
        }
        assertThat(without).isEmpty();
    }

    @Test
    void objectsAreClosedUnlessTheyAreTheAgents() {
        TestDocument.walk(TestDocument.ROOT.at("/components/schemas"), "", (where, node) -> {
            if (node.path("type").asText().equals("object") && node.has("properties")) {
                boolean ignores = node.path("x-unknown-fields").asText().equals("ignored");
                assertThat(node.has("additionalProperties")).as(where).isNotEqualTo(ignores);
            }
        });
    }

    @Test
    void everythingFromOutsideHasALimit() {
        List<String> endless = new ArrayList<>();
        TestDocument.walk(TestDocument.ROOT.at("/components"), "", (where, node) -> {
            String limit = switch (node.path("type").asText()) {
                case "string" -> node.has("enum") || node.has("const") || node.has("pattern") ? "type" : "maxLength";
                case "array" -> "maxItems";
                case "integer" -> "maximum";
                case "object" -> node.has("properties") ? "type" : "maxProperties";
                default -> "";
            };
            if (!limit.isEmpty() && !node.has(limit) && !where.contains("/then") && !where.contains("/if")) {
                endless.add(where + " has no " + limit);
            }
        });
        assertThat(endless).isEmpty();
    }

    @Test
    void operationsSayWhoMayAndWhatMayHappen() {
        assertThat(operations).extracting(Operation::id).doesNotHaveDuplicates().allMatch(id -> id.matches("[a-z][A-Za-z]+"));
        for (Operation operation : operations) {
            JsonNode node = operation.node();
            assertThat(node.path("summary").asText()).as(operation.toString()).isNotEmpty();
            assertThat(ROLES).as(operation.toString()).contains(node.path("x-role").asText());
            assertThat(node.path("responses").fieldNames()).toIterable().as(operation.toString()).containsAll(ALWAYS)
                    .doesNotContain("500").anyMatch(status -> status.startsWith("2"));
        }
    }

    @Test
    void agentsPathsAreForAgentsOnly() {
        for (Operation operation : operations) {
            String role = operation.node().path("x-role").asText();
            assertThat(operation.path().startsWith(OpenApi.AGENT)).as(operation.toString())
                    .isEqualTo(role.equals("agent") || role.equals("enrolment"));
            String scheme = switch (role) {
                case "open" -> "";
                case "agent", "enrolment" -> role;
                default -> "bearer";
            };
            JsonNode security = operation.node().path("security");
            assertThat(scheme.isEmpty() ? security.isEmpty() : security.path(0).has(scheme)).as(operation.toString()).isTrue();
        }
    }

    @Test
    void changesDemandTheVersionThatWasRead() {
        for (Operation operation : operations) {
            boolean change = Set.of("put", "patch", "delete").contains(operation.method())
                    && !UNVERSIONED.contains(operation.id());
            boolean demands = references(operation).contains("ifMatch");
            assertThat(!change || demands).as(operation.toString()).isTrue();
            assertThat(operation.node().path("responses").has("412")).as(operation.toString()).isEqualTo(demands);
            assertThat(operation.node().path("responses").has("428")).as(operation.toString()).isEqualTo(demands);
        }
    }

    @Test
    void creationsDemandAKeyAgainstDoubling() {
        for (Operation operation : operations) {
            boolean creates = operation.method().equals("post") && operation.path().startsWith(OpenApi.API)
                    && !NOT_CREATING.contains(operation.id());
            assertThat(references(operation).contains("idempotencyKey")).as(operation.toString()).isEqualTo(creates);
        }
    }

    @Test
    void answersWithSecretsAreKeptNowhere() {
        Set<String> secrets = Set.of("SessionToken", "ApiToken", "KeyToken", "EnrolmentToken", "AgentToken");
        for (Operation operation : operations) {
            operation.node().path("responses").forEach(response -> {
                String schema = response.at("/content/application~1json/schema/$ref").asText().replaceAll(".*/", "");
                boolean secret = !schema.isEmpty() && TestDocument.schema(schema).path("properties").findValuesAsText("$ref")
                        .stream().anyMatch(reference -> secrets.contains(reference.replaceAll(".*/", "")));
                assertThat(!secret || response.path("headers").has("Cache-Control")).as(operation.toString()).isTrue();
            });
        }
    }

    @Test
    void placesInPathsAreParameters() {
        for (Operation operation : operations) {
            Set<String> places = new TreeSet<>();
            for (Matcher place = PLACE.matcher(operation.path()); place.find();) {
                places.add(place.group(1));
            }
            Set<String> declared = new TreeSet<>();
            for (String name : references(operation)) {
                JsonNode parameter = TestDocument.ROOT.at("/components/parameters/" + name);
                if (parameter.path("in").asText().equals("path")) {
                    declared.add(parameter.path("name").asText());
                }
            }
            assertThat(declared).as(operation.toString()).isEqualTo(places);
        }
    }

    @Test
    void problemsHaveTheCodesOfTheTable() {
        Map<String, Integer> written = new TreeMap<>();
        TestDocument.schema("ProblemCode").path("x-status").fields()
                .forEachRemaining(code -> written.put(code.getKey(), code.getValue().asInt()));
        Map<String, Integer> table = new TreeMap<>();
        for (ProblemCode code : ProblemCode.values()) {
            table.put(code.code(), code.status());
        }
        assertThat(table).isEqualTo(written);
        assertThat(TestDocument.schema("ProblemCode").path("enum")).extracting(JsonNode::asText)
                .containsExactlyInAnyOrderElementsOf(written.keySet());
    }

    @Test
    void operationsNameOnlyCodesOfTheirStatus() {
        for (Operation operation : operations) {
            operation.node().path("x-codes").fields().forEachRemaining(status -> status.getValue().forEach(code -> {
                assertThat(ProblemCode.of(code.asText())).as(operation + " " + code).map(ProblemCode::status)
                        .contains(Integer.parseInt(status.getKey()));
                assertThat(operation.node().path("responses").has(status.getKey())).as(operation + " " + status).isTrue();
            }));
        }
    }

    private static List<String> references(Operation operation) {
        List<String> names = new ArrayList<>();
        operation.node().path("parameters").forEach(parameter ->
                names.add(parameter.path("$ref").asText().replace("#/components/parameters/", "")));
        return names;
    }
}
