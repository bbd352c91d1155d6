package io.penstock.plugin.transform.parse;

import static io.penstock.plugin.transform.Transforms.make;
import static io.penstock.plugin.transform.Transforms.raw;
import static io.penstock.plugin.transform.Transforms.record;
import static io.penstock.plugin.transform.Transforms.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.event.Fields;
import io.penstock.core.event.Unsigned;
import io.penstock.testing.Plugins;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyValuePluginTest {
    private static Fields read(Map<String, ?> options, String text) {
        Map<String, Object> all = new LinkedHashMap<>(options);
        all.put("remove", true);
        return run(make(new KeyValuePlugin(), all), raw(text)).get(0).fields();
    }

    @Test
    void readsLogfmt() {
        assertThat(read(Map.of("types", Map.of("took", "duration", "n", "num")),
                "level=info  msg=\"disk \\\"sda\\\" full\" took=15ms n=18446744073709551615 path='C:\\x' empty="))
                .isEqualTo(record("level", "info", "msg", "disk \"sda\" full", "took", Duration.ofMillis(15),
                        "n", Unsigned.MAX, "path", "C:\\x", "empty", "").fields());
    }

    @Test
    void splitsAtOtherSeparators() {
        assertThat(read(Map.of("pair-separator", ";", "value-separator", ":", "prefix", "p_"), "a: 1 ; b:x y;c:\"1;2\";"))
                .isEqualTo(record("p_a", "1", "p_b", "x y", "p_c", "1;2").fields());
        assertThat(read(Map.of("pair-separator", "&"), "a=1&b=2")).isEqualTo(record("a", "1", "b", "2").fields());
    }

    @Test
    void treatsWordsWithoutAValueAsAsked() {
        assertThat(read(Map.of(), "GET a=1 tls")).isEqualTo(record("a", "1").fields());
        assertThat(read(Map.of("bare-words", "flag"), "a=1 tls")).isEqualTo(record("a", "1", "tls", true).fields());
        assertThatThrownBy(() -> read(Map.of("bare-words", "error"), "a=1 tls")).hasMessageContaining("tls");
    }

    @Test
    void takesAQuoteThatIsNeverClosedToTheEnd() {
        assertThat(read(Map.of(), "a=\"x y")).isEqualTo(record("a", "x y").fields());
    }

    @Test
    void refusesOrPassesTextWithoutPairs() {
        assertThatThrownBy(() -> read(Map.of(), "nothing here")).hasMessageContaining("nothing here");
        assertThat(read(Map.of("on-no-match", "pass"), "nothing here")).isEqualTo(raw("nothing here").fields());
        assertThatThrownBy(() -> read(Map.of(), "a=1 ".repeat(5000))).hasMessageContaining("4096");
    }

    @Test
    void refusesEqualOrEmptySeparators() {
        assertThat(Plugins.problems(new KeyValuePlugin(), Map.of("value-separator", " "))).hasSize(1);
        assertThat(Plugins.problems(new KeyValuePlugin(), Map.of("pair-separator", ""))).hasSize(1);
    }
}
