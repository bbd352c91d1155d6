package io.penstock.core.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.PenstockException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    private final Arguments arguments = new Arguments("some", Map.of("name", "berlin", "none", "", "limit", 7L, "low", -3L,
            "much", "12345", "items", List.of("a", 1L), "commas", "a, b,,c", "yes", true, "also", "true", "no", "x"));

    @Test
    void anEmptyTextIsNone() {
        assertThat(arguments.text("name")).isEqualTo("berlin");
        assertThat(arguments.optional("limit")).contains("7");
        assertThat(arguments.optional("none")).isEmpty();
    }

    @Test
    void numbersStayWithinTheirBounds() {
        assertThat(arguments.number("limit", 1, 100)).isEqualTo(7);
        assertThat(arguments.number("low", 1, 100)).isZero();
        assertThat(arguments.number("much", 1, 100)).isEqualTo(100);
        assertThat(arguments.number("absent", 1, 100)).isEqualTo(1);
    }

    @Test
    void listsMayBeWrittenWithCommas() {
        assertThat(arguments.list("items")).containsExactly("a", "1");
        assertThat(arguments.list("commas")).containsExactly("a", "b", "c");
        assertThat(arguments.list("absent")).isEmpty();
    }

    @Test
    void flagsAreTrueOrNot() {
        assertThat(List.of("yes", "also")).allMatch(arguments::flag);
        assertThat(List.of("no", "none", "absent")).noneMatch(arguments::flag);
    }

    @Test
    void saysWhatIsMissingOrWrongUnderItsOwnersCode() {
        assertThatThrownBy(() -> arguments.text("none")).hasMessage("the argument \"none\" is missing")
                .isInstanceOfSatisfying(PenstockException.class, e -> assertThat(e.code()).isEqualTo("some.argument"));
        assertThatThrownBy(() -> arguments.number("name", 1, 2))
                .hasMessage("the argument \"name\" is a whole number, not \"berlin\"");
        assertThatThrownBy(() -> arguments.number("none", 1, 2))
                .hasMessage("the argument \"none\" is a whole number, not \"\"");
    }
}
