package io.penstock.plugin.transform.field;

import static io.penstock.plugin.transform.Transforms.cpu;
import static io.penstock.plugin.transform.Transforms.make;
import static io.penstock.plugin.transform.Transforms.record;
import static io.penstock.plugin.transform.Transforms.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Unsigned;
import io.penstock.core.options.OptionProblem;
import io.penstock.testing.Plugins;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FieldTransformsTest {
    @Test
    void convertsEachFieldToItsType() {
        Event event = record("status", "503", "price", "1.10", "n", "18446744073709551615", "ok", "true");
        assertThat(run(make(new ConvertPlugin(),
                List.of(Map.of("status", "int"), Map.of("price", "decimal"), Map.of("n", "num"), Map.of("ok", "bool"))), event))
                .containsExactly(record("status", 503L, "price", new BigDecimal("1.10"), "n", Unsigned.MAX, "ok", true));
    }

    @Test
    void convertPassesEventsUncopiedThatHaveTheTypesAlready() {
        Event event = record("status", 503L);
        assertThat(run(make(new ConvertPlugin(), Map.of("status", "int", "absent", "int")), event).get(0)).isSameAs(event);
    }

    @Test
    void convertNamesFieldValueAndTypeOfWhatItCannotConvert() {
        assertThatThrownBy(() -> run(make(new ConvertPlugin(), Map.of("status", "int")), record("status", "5x")))
                .hasMessage("the field \"status\" holds the string \"5x\", which is no int");
        assertThatThrownBy(() -> run(make(new ConvertPlugin(),
                Map.of("fields", Map.of("status", "int"), "on-missing", "error")), record()))
                .hasMessage("the event has no field \"status\"");
    }

    @Test
    void convertReachesTheAttributesOfMeasurements() {
        Event event = cpu(1).withAttributes(Fields.of("core", "3"));
        assertThat(run(make(new ConvertPlugin(), Map.of("attributes.core", "int")), event))
                .containsExactly(cpu(1).withAttributes(Fields.of("core", 3L)));
    }

    @Test
    void renamesInPlaceAndReplacesWhatHasTheNewName() {
        assertThat(run(make(new RenamePlugin(), Map.of("a", "b")), record("x", 0L, "a", 1L, "b", 2L)))
                .containsExactly(record("x", 0L, "b", 1L));
        assertThat(run(make(new RenamePlugin(), List.of(Map.of("a", "b"), Map.of("b", "c"))), record("a", 1L)))
                .containsExactly(record("c", 1L));
    }

    @Test
    void renameKeepsTheOrderOfFieldsAndPassesOthersUncopied() {
        Event event = run(make(new RenamePlugin(), Map.of("a", "z")), record("a", 1L, "b", 2L)).get(0);
        assertThat(event.fields().names()).containsExactly("z", "b");
        Event other = record("b", 2L);
        assertThat(run(make(new RenamePlugin(), Map.of("a", "z")), other).get(0)).isSameAs(other);
    }

    @Test
    void renamesTheMetricOfNothingButMovesAttributes() {
        assertThat(run(make(new RenamePlugin(), Map.of("attributes.state", "attributes.mode")), cpu(1)))
                .containsExactly(cpu(1).withAttributes(Fields.of("mode", "user")));
    }

    @Test
    void removesByNameAndByPattern() {
        assertThat(run(make(new RemovePlugin(), Map.of("fields", List.of("_raw"), "patterns", List.of("tmp_.*"))),
                record("_raw", "x", "tmp_a", 1L, "a", 2L, "not_tmp_a", 3L)))
                .containsExactly(record("a", 2L, "not_tmp_a", 3L));
        assertThat(run(make(new RemovePlugin(), "attributes.state"), cpu(1)))
                .containsExactly(cpu(1).withAttributes(Fields.EMPTY));
    }

    @Test
    void keepsOnlySomeFieldsInTheEventsOrder() {
        Event event = record("a", 1L, "b", Map.of("x", 1L), "c", 3L);
        assertThat(run(make(new RemovePlugin(), Map.of("keep", List.of("c", "a", "none"))), event).get(0).fields().names())
                .containsExactly("a", "c");
        assertThat(run(make(new RemovePlugin(), Map.of("keep", List.of("b.x"))), event))
                .containsExactly(record("b", Map.of("x", 1L)));
    }

    @Test
    void removePassesEventsUncopiedThatHaveNoneOfTheFields() {
        Event event = record("a", 1L);
        assertThat(run(make(new RemovePlugin(), List.of("x")), event).get(0)).isSameAs(event);
    }

    @Test
    void refusesOptionsThatDoNothingOrContradict() {
        assertThat(Plugins.problems(new RemovePlugin(), Map.of("fields", "a", "keep", "b")))
                .extracting(OptionProblem::code).containsExactly("remove.both");
        assertThat(Plugins.problems(new RemovePlugin(), Map.of())).hasSize(1);
        assertThat(Plugins.problems(new RenamePlugin(), Map.of())).hasSize(1);
        assertThat(Plugins.problems(new ConvertPlugin(), Map.of("a", "integer")))
                .extracting(OptionProblem::code).containsExactly("options.choice");
    }
}
