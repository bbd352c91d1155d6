package io.penstock.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlatTomlTest {
    @Test
    void readsWhatItWrites() {
        Map<String, Map<String, String>> tables = new LinkedHashMap<>();
        tables.put("", Map.of("current", "a b"));
        tables.put("a b", Map.of("url", "https://[::1]:9443"));
        tables.put("quotes", Map.of("user", "an\"n \\ x"));
        assertThat(FlatToml.read(FlatToml.write("For people.", tables), "file")).isEqualTo(tables);
    }

    @Test
    void saysWhichLineItCannotRead() {
        assertThatThrownBy(() -> FlatToml.read("[a]\nurl = 3\n", "contexts.toml")).hasMessageContaining("contexts.toml, line 2");
    }
}
