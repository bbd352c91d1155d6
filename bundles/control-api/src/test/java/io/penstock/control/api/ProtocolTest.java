package io.penstock.control.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The records of the agent's protocol, held against the document. */
class ProtocolTest {
    private final Json json = new Json();

    static Stream<Class<?>> bodies() {
        return Stream.of(EnrollRequest.class, EnrollAnswer.class, SyncRequest.class, SyncAnswer.class, Manifest.class,
                SettingsBody.class, CommandBody.class, KeysBody.class, BatchHead.class, LogLine.class, MetricLine.class,
                BatchAnswer.class, Problem.class);
    }

    private Object read(Class<?> type, JsonNode value) {
        return json.readTolerant(value.toString(), type);
    }

    private JsonNode example(Class<?> type) {
        ObjectNode example = TestDocument.example(type.getSimpleName()).deepCopy();
        fixKeys(example);
        return example;
    }

    /** A key's id must be that of the key: the document's examples of both are made apart. */
    private static void fixKeys(JsonNode node) {
        TestDocument.walk(node, "", (where, object) -> {
            if (object.has("kid") && object.has("key")) {
                byte[] raw = Base64.getDecoder().decode(object.path("key").asText());
                ((ObjectNode) object).put("kid", Digests.sha256(raw).substring(0, 16));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void theDocumentsExampleGoesThroughUnchanged(Class<?> type) throws IOException {
        JsonNode example = example(type);

        byte[] written = json.bytes(read(type, example));

        assertThat(TestDocument.PLAIN.readTree(written)).isEqualTo(example);
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void theLeastThatIsAllowedIsReadAndWrittenAsTheDocumentSays(Class<?> type) throws IOException {
        ObjectNode least = (ObjectNode) example(type);
        JsonNode required = TestDocument.schema(type.getSimpleName()).path("required");
        least.retain(StreamSupport.stream(required.spliterator(), false).map(JsonNode::asText).toList());

        byte[] written = json.bytes(read(type, least));

        assertThat(TestDocument.problems(type.getSimpleName(), TestDocument.PLAIN.readTree(written))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void nothingThatIsRequiredMayBeMissingOrNull(Class<?> type) {
        for (JsonNode name : TestDocument.schema(type.getSimpleName()).path("required")) {
            ObjectNode missing = (ObjectNode) example(type);
            missing.remove(name.asText());
            assertRefused(type, missing, name + " is missing");
            assertRefused(type, missing.putNull(name.asText()), name + " is null");
        }
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void fieldsOfALaterVersionArePassedOver(Class<?> type) {
        ObjectNode later = (ObjectNode) example(type);
        later.putObject("later").put("x", 1);

        assertThat(read(type, later)).isEqualTo(read(type, example(type)));
        assertThatThrownBy(() -> json.read(later.toString().getBytes(StandardCharsets.UTF_8), type))
                .isInstanceOf(PenstockException.class).hasMessageContaining("later");
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void whatTheDocumentRefusesTheRecordsRefuse(Class<?> type) {
        TestDocument.schema(type.getSimpleName()).path("properties").fieldNames().forEachRemaining(name -> {
            for (JsonNode wrong : new JsonNode[] {TestDocument.PLAIN.getNodeFactory().textNode("\u0000".repeat(9000)),
                TestDocument.PLAIN.getNodeFactory().numberNode(-1), TestDocument.PLAIN.getNodeFactory().numberNode(1.5)}) {
                ObjectNode broken = (ObjectNode) example(type);
                broken.set(name, wrong);
                if (!TestDocument.problems(type.getSimpleName(), broken).isEmpty()) {
                    assertRefused(type, broken, name + " is " + wrong.getNodeType() + " " + wrong.asText().length());
                }
            }
        });
    }

    private void assertRefused(Class<?> type, JsonNode value, String why) {
        assertThat(catchThrowable(() -> read(type, value))).as(type.getSimpleName() + ": " + why)
                .isInstanceOfSatisfying(PenstockException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INVALID));
    }

    @Test
    void aWrongPlaceIsTold() {
        ObjectNode request = (ObjectNode) example(SyncRequest.class);
        ((ObjectNode) request.path("pipes").get(0).path("counters")).put("lagMs", -5);

        assertThatThrownBy(() -> read(SyncRequest.class, request)).isInstanceOfSatisfying(PenstockException.class, e -> {
            Problem problem = Problem.of(e, "req-12345678");
            assertThat(problem.code()).isEqualTo(ProblemCode.REQUEST_FIELD);
            assertThat(problem.errors()).singleElement().satisfies(error -> {
                assertThat(error.pointer()).isEqualTo("/pipes/0/counters");
                assertThat(error.message()).contains("lagMs", "-5");
            });
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":\"x\",\"b.c\":[1,\"y\",true],\"d\":1.5,\"e\":false,\"f\":[],\"g\":\"\"}", "{}"})
    void settingsAreTextsNumbersTruthValuesAndListsOfThem(String entries) throws IOException {
        ObjectNode body = (ObjectNode) example(SettingsBody.class);
        body.set("entries", TestDocument.PLAIN.readTree(entries));

        assertThat(TestDocument.problems("SettingsBody", body)).isEmpty();
        assertThat(TestDocument.PLAIN.readTree(json.bytes(read(SettingsBody.class, body)))).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":{}}", "{\"a\":null}", "{\"a\":[[1]]}", "{\"a\":[null]}", "{\"\":1}", "{\"a b\":1}", "[]",
        "1"})
    void settingsAreNothingElse(String entries) throws IOException {
        ObjectNode body = (ObjectNode) example(SettingsBody.class);
        body.set("entries", TestDocument.PLAIN.readTree(entries));

        assertThat(TestDocument.problems("SettingsBody", body)).isNotEmpty();
        assertRefused(SettingsBody.class, body, entries);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"-a\":\"\"}", "{\"a\":1}", "{\"a\":null}", "{\"a\":\"x\\ny\"}", "{\"a b\":\"\"}"})
    void wrongTagsAreRefused(String tags) throws IOException {
        ObjectNode request = (ObjectNode) example(EnrollRequest.class);
        request.set("tags", TestDocument.PLAIN.readTree(tags));

        assertThat(TestDocument.problems("EnrollRequest", request)).isNotEmpty();
        assertRefused(EnrollRequest.class, request, tags);
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void brokenBytesAreRefusedOrReadAndNothingElse(Class<?> type) {
        long seed = 20261120;
        SplittableRandom random = new SplittableRandom(seed);
        byte[] good = example(type).toString().getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 500; i++) {
            byte[] broken = Arrays.copyOf(good, 1 + random.nextInt(good.length));
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            }
            Throwable thrown = catchThrowable(() -> json.read(broken, type));
            assertThat(thrown == null || thrown instanceof PenstockException e && e.kind() == ErrorKind.INVALID)
                    .as("seed %d, round %d: %s", seed, i, thrown).isTrue();
        }
    }

    @Test
    void whatARecordHoldsDoesNotChange() {
        List<String> addresses = new ArrayList<>(List.of("192.0.2.1"));
        HostReport host = new HostReport("h", "linux", "x86_64", addresses, Optional.empty());
        addresses.add("192.0.2.2");

        assertThat(host.addresses()).containsExactly("192.0.2.1");
        assertThatThrownBy(() -> host.addresses().add("x")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void syncRulesTravelInAHeaderToo() {
        SyncRules rules = new SyncRules(15, 20, 50);

        assertThat(rules.header()).isEqualTo("15;20;50");
        assertThat(SyncRules.of("15;20;50")).isEqualTo(rules);
        assertThatThrownBy(() -> SyncRules.of("15;20")).isInstanceOf(PenstockException.class);
        assertThatThrownBy(() -> SyncRules.of("1;20;50")).isInstanceOf(PenstockException.class);
    }

    @Test
    void theNewestCommonVersionIsSpoken() {
        assertThat(new ProtocolRange(1, 3).common(new ProtocolRange(2, 5))).hasValue(3);
        assertThat(new ProtocolRange(1, 1).common(new ProtocolRange(2, 2))).isEmpty();
        assertThatThrownBy(() -> new ProtocolRange(3, 2)).isInstanceOf(PenstockException.class);
    }
}
