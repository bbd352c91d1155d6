package io.penstock.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableTextTest {
    private static Map<String, Object> row(String name, String reason) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", name);
        row.put("reason", reason);
        return row;
    }

    @Test
    void cutsTheWidestColumnsToTheTerminal() {
        List<Map<String, Object>> rows = List.of(row("berlin", "x".repeat(60)), row("oslo", "short"));
        assertThat(TableText.of(rows, 40).lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(40))
                .contains("oslo    short").anySatisfy(line -> assertThat(line).endsWith("x…"));
        assertThat(TableText.of(rows, 0)).contains("x".repeat(60));
    }
}
