package io.penstock.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class YamlTextTest {
    private static final long SEED = 20261121;
    private static final String[] PARTS = {"a", "name:", " ", "\n", "\t", "#", "- ", "\"", "'", "|", "é", "\u2028", "\r", "{", "%", "---\n", "  b", ":", "0", "~"};

    private static Object read(String yaml) {
        return new Load(LoadSettings.builder().build()).loadFromString(yaml);
    }

    @Test
    void textsOfSeveralLinesStandAsTheyAre() {
        assertThat(YamlText.of(Map.of("text", "name: a\n\n  b: 1\n"))).isEqualTo("text: |\n  name: a\n\n    b: 1\n");
        assertThat(YamlText.of(Map.of("text", "a\nb"))).isEqualTo("text: |-\n  a\n  b\n");
    }

    @Test
    void everyTextIsReadAsItWas() {
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int parts = random.nextInt(8); parts > 0; parts--) {
                text.append(PARTS[random.nextInt(PARTS.length)]);
            }
            Map<String, Object> value = new LinkedHashMap<>();
            value.put("spec", Map.of("text", text.toString()));
            value.put("list", List.of(text.toString(), Map.of("inner", text.toString())));
            assertThat(read(YamlText.of(value))).as("seed " + SEED + ", text " + i).isEqualTo(value);
        }
    }
}
