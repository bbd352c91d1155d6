package io.penstock.plugin.transform.field;

import static io.penstock.plugin.transform.Transforms.cpu;
import static io.penstock.plugin.transform.Transforms.make;
import static io.penstock.plugin.transform.Transforms.record;
import static io.penstock.plugin.transform.Transforms.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedactPluginTest {
    private static Event redact(Map<String, ?> options, Event event) {
        return run(make(new RedactPlugin(), options), event).get(0);
    }

    @Test
    void masksFieldsWhereverTheyAre() {
        assertThat(redact(Map.of("fields", List.of("password", "user.mail")), record("password", 7L, "user",
                Map.of("mail", "a@b", "password", "x"), "list", List.of(Map.of("password", "y")), "ok", "password")))
                .isEqualTo(record("password", "***", "user", Map.of("mail", "***", "password", "***"),
                        "list", List.of(Map.of("password", "***")), "ok", "password"));
    }

    @Test
    void masksWhatMatchesInAnyText() {
        assertThat(redact(Map.of("patterns", List.of("\\d{4}", "x+"), "mask", "#"), record("a", "1234-5678 xx", "n", 1234L,
                "b", List.of("9999", 1L), "c", Map.of("d", "x")))).isEqualTo(
                record("a", "#-# #", "n", 1234L, "b", List.of("#", 1L), "c", Map.of("d", "#")));
    }

    @Test
    void staysAtTheTopWhenAsked() {
        Event event = record("a", Map.of("p", "x1"));
        assertThat(redact(Map.of("fields", List.of("p"), "patterns", List.of("\\d"), "nested", false), event)).isSameAs(event);
    }

    @Test
    void hashesSoThatEqualValuesStayEqual() {
        Event hashed = redact(Map.of("fields", "p", "action", "hash", "hash-key", "k"), record("p", "secret", "q", "secret"));
        String hash = (String) hashed.fields().get("p");
        assertThat(hash).matches("[0-9a-f]{32}");
        assertThat(redact(Map.of("patterns", "secret", "action", "hash", "hash-key", "k"), record("p", "<secret>")))
                .isEqualTo(record("p", "<" + hash + ">"));
        assertThat(redact(Map.of("fields", "p", "action", "hash"), record("p", "secret")).fields().get("p"))
                .isEqualTo("2bb80d537b1da3e38bd30361aa855686").isNotEqualTo(hash);
    }

    @Test
    void removesFieldsAndMatches() {
        assertThat(redact(Map.of("fields", List.of("p", "u.m"), "patterns", List.of("\\d+"), "action", "remove"),
                record("p", "x", "a", "1b2", "u", Map.of("m", "x", "n", "y"))))
                .isEqualTo(record("a", "b", "u", Map.of("n", "y")));
    }

    @Test
    void passesEventsUncopiedThatHaveNothingToHide() {
        Event event = record("a", "b", "c", List.of("d"));
        assertThat(redact(Map.of("fields", List.of("p"), "patterns", List.of("\\d")), event)).isSameAs(event);
        assertThat(redact(Map.of("fields", "p"), cpu(1))).isEqualTo(cpu(1));
        assertThat(redact(Map.of("fields", "state"), cpu(1))).isEqualTo(cpu(1).withAttributes(Fields.of("state", "***")));
    }

    @Test
    void stopsPatternsThatRunAway() {
        assertThatThrownBy(() -> redact(Map.of("patterns", "(x+x+)+y"), record("a", "x".repeat(200))))
                .hasMessageContaining("(x+x+)+y");
    }
}
