package io.penstock.plugin.transform.parse;

import static io.penstock.plugin.transform.Transforms.make;
import static io.penstock.plugin.transform.Transforms.raw;
import static io.penstock.plugin.transform.Transforms.record;
import static io.penstock.plugin.transform.Transforms.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.event.Fields;
import io.penstock.core.event.Null;
import io.penstock.core.event.Unsigned;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonPluginTest {
    private static Fields read(String text) {
        return run(make(new JsonPlugin(), Map.of("remove", true)), raw(text)).get(0).fields();
    }

    @Test
    void setsAnObjectsMembersAsFields() {
        assertThat(run(make(new JsonPlugin(), Map.of()), raw("{\"a\":1,\"b\":{\"c\":[true,null,\"x\"]}}")))
                .extracting(event -> event.fields().get("a"), event -> event.fields().get("b")).first()
                .extracting(tuple -> tuple.toList()).isEqualTo(List.of(1L, Fields.of("c", List.of(true, Null.NULL, "x"))));
    }

    @Test
    void keepsNumbersExact() {
        assertThat(read("{\"a\":9223372036854775807,\"b\":9223372036854775808,\"c\":18446744073709551615,"
                + "\"d\":18446744073709551616,\"e\":-9223372036854775809}").toMap().values()).containsExactly(
                Long.MAX_VALUE, Unsigned.parse("9223372036854775808"), Unsigned.MAX,
                new BigDecimal("18446744073709551616"), new BigDecimal("-9223372036854775809"));
        assertThat(read("{\"a\":0.1,\"b\":-0.0,\"c\":0.10000000000000000555,\"d\":1e3,\"e\":1.5E400}").toMap().values())
                .containsExactly(0.1, -0.0, new BigDecimal("0.10000000000000000555"), 1000.0, new BigDecimal("1.5E+400"));
    }

    @Test
    void keepsEveryDigitOfFractionsWhenAsked() {
        assertThat(run(make(new JsonPlugin(), Map.of("fractions", "decimal", "output-field", "v", "remove", true)),
                raw("[1.10, 2]"))).containsExactly(record("v", List.of(new BigDecimal("1.10"), 2L)));
    }

    @Test
    void putsAnyValueIntoTheOutputField() {
        assertThat(run(make(new JsonPlugin(), Map.of("input-field", "p", "output-field", "p")), record("p", "[1]")))
                .containsExactly(record("p", List.of(1L)));
    }

    @Test
    void refusesWhatIsNoJsonObjectAndSaysWhere() {
        assertThatThrownBy(() -> read("{\"a\":}")).hasMessageContaining("line 1, column 6");
        assertThatThrownBy(() -> read("[1]")).hasMessageContaining("output-field");
        assertThatThrownBy(() -> read("{} {}")).hasMessageContaining("column 4");
        assertThatThrownBy(() -> read("")).hasMessageContaining("empty");
        assertThatThrownBy(() -> read("{\"a\":1,\"a\":2}")).hasMessageContaining("Duplicate");
        assertThatThrownBy(() -> run(make(new JsonPlugin(), Map.of()), record("x", 1L))).hasMessageContaining("nothing");
    }

    @Test
    void refusesWhatIsTooLongTooDeepOrTooWide() {
        assertThatThrownBy(() -> run(make(new JsonPlugin(), Map.of("max-size", "4B")), raw("{\"a\":1}")))
                .hasMessageContaining("limit of 4");
        assertThatThrownBy(() -> run(make(new JsonPlugin(), Map.of("max-depth", 3)), raw("{\"a\":[[[1]]]}")))
                .hasMessageContaining("not JSON");
        StringBuilder wide = new StringBuilder("{\"k\":0");
        for (int i = 0; i < 5000; i++) {
            wide.append(",\"k").append(i).append("\":0");
        }
        assertThatThrownBy(() -> read(wide.append('}').toString())).hasMessageContaining("4096 members");
        assertThatThrownBy(() -> read("{\"a\":1e999999999}")).hasMessageContaining("10^");
    }

    @Test
    void passesEventsWithoutTheTextWhenAsked() {
        assertThat(run(make(new JsonPlugin(), Map.of("on-no-match", "pass")), record("x", 1L)))
                .containsExactly(record("x", 1L));
    }
}
