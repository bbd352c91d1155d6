package io.penstock.control.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.PenstockException;
import io.penstock.core.value.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private final Json json = new Json();

    record Sample(String name, int count, boolean on, Optional<String> note, Optional<Instant> at, Optional<Secret> token,
                  Optional<LogLevel> level, Optional<Integer> size) {
    }

    private Sample read(String text) {
        return json.read(text.getBytes(StandardCharsets.UTF_8), Sample.class);
    }

    @Test
    void readsWhatIsThereAndWhatIsNot() {
        assertThat(read("{\"name\":\"a\",\"count\":1,\"on\":true}")).isEqualTo(new Sample("a", 1, true, Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
        assertThat(read("{\"name\":\"a\",\"count\":1,\"on\":true,\"note\":null,\"size\":3,\"level\":\"warn\","
                + "\"at\":\"2026-01-31T12:00:00.5Z\",\"token\":\"t\"}")).isEqualTo(new Sample("a", 1, true, Optional.empty(),
                Optional.of(Instant.parse("2026-01-31T12:00:00.500Z")), Optional.of(Secret.of("t")),
                Optional.of(LogLevel.WARN), Optional.of(3)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nul", "null", "[]", "\"a\"", "{", "{\"name\":\"a\",\"count\":1,\"on\":true} x",
        "{\"name\":\"a\",\"name\":\"b\",\"count\":1,\"on\":true}", "{\"name\":\"a\",\"count\":1,\"on\":true,\"other\":1}",
        "{\"name\":1,\"count\":1,\"on\":true}", "{\"name\":\"a\",\"count\":\"1\",\"on\":true}",
        "{\"name\":\"a\",\"count\":1.5,\"on\":true}", "{\"name\":\"a\",\"count\":null,\"on\":true}",
        "{\"name\":\"a\",\"on\":true}", "{\"name\":\"a\",\"count\":1,\"on\":1}", "{\"name\":\"a\",\"count\":1,\"on\":\"true\"}",
        "{\"name\":\"a\",\"count\":99999999999,\"on\":true}", "{\"name\":\"a\",\"count\":1,\"on\":true,\"level\":1}",
        "{\"name\":\"a\",\"count\":1,\"on\":true,\"level\":\"WARN\"}", "{\"name\":\"a\",\"count\":1,\"on\":true,\"level\":\"\"}",
        "{\"name\":\"a\",\"count\":1,\"on\":true,\"at\":\"today\"}", "{\"name\":\"a\",\"count\":1,\"on\":true,\"at\":1}",
        "{\"name\":\"a\",\"count\":1,\"on\":true,\"at\":\"2026-01-31T12:00:00+01:00\"}",
        "{\"name\":\"a\",\"count\":1,\"on\":true,\"token\":{}}", "{\"name\":\"a\",\"count\":1,\"on\":true,\"size\":\"3\"}",
        "{\"name\":\"a\",\"count\":1,\"on\":true,\"size\":[3]}", "{\"name\":\"a\",\"count\":1,\"on\":true,\"size\":\" \"}",
        "{\"name\":\"a\",\"count\":1,\"on\":\"\"}", "{\"name\":\"a\",\"count\":1,\"on\":true,\"at\":\"\"}",
        "{name:\"a\"}", "{\"name\":\"a\",/**/\"count\":1,\"on\":true}"})
    void refusesWhatIsNotMeant(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOfSatisfying(PenstockException.class,
                e -> assertThat(e.code()).isIn("request.body", "request.field"));
    }

    @Test
    void refusesWhatIsTooDeep() {
        String deep = "[".repeat(100) + "]".repeat(100);
        assertThatThrownBy(() -> json.readTolerant("{\"name\":\"a\",\"x\":" + deep + "}", Sample.class))
                .isInstanceOf(PenstockException.class);
    }

    @Test
    void tellsNeitherClassesNorWhatWasSent() {
        assertThatThrownBy(() -> read("{\"name\":\"a\",\"count\":\"canary-1\",\"on\":true}"))
                .hasMessageStartingWith("/count: ").hasMessageNotContainingAny("canary-1", "io.penstock", "java.lang", "Sample");
        assertThatThrownBy(() -> read("{\"name\":\"a\",\"token\":[\"canary-2\"]}"))
                .hasMessageNotContainingAny("canary-2", "io.penstock");
        assertThatThrownBy(() -> read("{\"name\": canary-3}")).hasMessageNotContaining("canary-3");
    }

    @Test
    void writesTimesWithMillisecondsAndNothingForWhatIsAbsent() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("at", Instant.parse("2026-01-31T12:00:00Z"));
        value.put("after", Instant.parse("2026-01-31T12:00:00.123456789Z"));
        value.put("token", Secret.of("t"));
        value.put("rules", new SyncRules(15, 20, 50));
        value.put("known", new Known(Optional.empty(), Optional.empty(), Optional.empty()));
        value.put("code", ProblemCode.AGENTS_UNKNOWN);
        value.put("items", List.of());

        assertThat(json.text(value)).isEqualTo("{\"at\":\"2026-01-31T12:00:00.000Z\",\"after\":\"2026-01-31T12:00:00.123Z\","
                + "\"token\":\"t\",\"rules\":{\"intervalSeconds\":15,\"jitterPercent\":20,\"waitSeconds\":50},\"known\":{},"
                + "\"code\":\"agents.unknown\",\"items\":[]}");
    }
}
