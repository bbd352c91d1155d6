package io.penstock.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The document against the one that was published last, {@code openapi.baseline.yaml}. A release copies the document over it;
 * nothing else does.
 */
class CompatibilityTest {
    private static final String SMALL = """
            paths:
              /a:
                post:
                  x-role: viewer
                  parameters:
                    - { name: q, in: query, required: false, schema: { type: string, maxLength: 10, enum: [x, y] } }
                    - { name: k, in: header, required: true, schema: { type: string } }
                  requestBody:
                    required: false # body
                    content: { application/json: { schema: { $ref: "#/components/schemas/In" } } }
                  responses:
                    "200":
                      headers: { ETag: { } }
                      content: { application/json: { schema: { $ref: "#/components/schemas/Out" } } }
            components:
              schemas:
                In: { type: object, required: [one], properties: { one: { type: string }, two: { type: integer, maximum: 9 } } }
                Out: { type: object, required: [id], properties: { id: { type: string }, state: { type: string, enum: [on] } } }
            """;

    private static JsonNode read(String yaml) {
        return TestDocument.PLAIN.valueToTree(new Load(LoadSettings.builder().setCodePointLimit(8_000_000).build())
                .loadFromString(yaml));
    }

    @Test
    void theDocumentBreaksNoProgramWrittenForTheLastOne() throws Exception {
        try (InputStream in = CompatibilityTest.class.getResourceAsStream("/openapi.baseline.yaml")) {
            JsonNode last = read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            assertThat(last.path("paths").size()).isGreaterThan(30);
            assertThat(Compatibility.broken(last, TestDocument.ROOT)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "  /a: | /b: | is gone",
        "x-role: viewer | x-role: admin | another role",
        "required: false, schema | required: true, schema | demands query q",
        "enum: [x, y] | enum: [x] | takes \"y\" no more",
        "maxLength: 10 | maxLength: 9 | smaller maxLength",
        "required: false # body | required: true | demands a body",
        "required: [one] | required: [one, two] | demands two",
        "maximum: 9 | maximum: 8 | smaller maximum",
        "one: { type: string } | one: { type: integer } | is \"integer\"",
        "required: [id] | required: [] | promises no more id",
        "id: { type: string } | ident: { type: string } | has no id",
        "headers: { ETag: { } } | headers: { } | has no header ETag",
        "\"200\": | \"201\": | 200 is gone"})
    void seesWhatBreaks(String old, String now, String told) {
        assertThat(SMALL).contains(old);
        List<String> broken = Compatibility.broken(read(SMALL), read(SMALL.replace(old, now)));
        assertThat(broken).anySatisfy(line -> assertThat(line).contains(told));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "enum: [x, y] | enum: [x, y, z]", "maxLength: 10 | maxLength: 11", "enum: [on] | enum: [on, off]",
        "required: [one] | required: []", "required: [id] | required: [id, state]",
        "two: { type: integer, maximum: 9 } | two: { type: integer, maximum: 9 }, three: { type: string }"})
    void letsTheDocumentGrow(String old, String now) {
        assertThat(SMALL).contains(old);
        assertThat(Compatibility.broken(read(SMALL), read(SMALL.replace(old, now)))).isEmpty();
    }
}
