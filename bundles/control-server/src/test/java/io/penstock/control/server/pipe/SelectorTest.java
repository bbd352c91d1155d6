package io.penstock.control.server.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is chosen by what, and what is no selector. */
class SelectorTest {
    private static final AgentFacts BERLIN = new AgentFacts("a-1", "berlin 7", "edge", "", "", "linux", "arm64", "0.1.0",
            new TreeMap<>(Map.of("site", "north", "rack", "7", "urgent", "", "note", "a, (b)", "not", "3")));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', value = {
        "* | true", "'' | false", "'  ' | false",
        "site=north | true", "site=south | false", "site!=south | true", "missing!=x | true",
        "urgent | true", "!urgent | false", "missing | false", "!missing | true", "urgent= x | false",
        "site in (south, north) | true", "site in (south) | false",
        "site=north and rack=7 | true", "site=north,rack=8 | false", "site=south or rack=7 | true",
        "site=south or rack=8 | false", "not site=south | true", "not (site=north and rack=7) | false",
        "(site=south or os=linux) and arch=arm64 | true", "site=north or site=south and rack=8 | true",
        "name=\"berlin 7\" | true", "id=a-1 | true", "type=edge | true", "type=core | false", "platform | false",
        "version=0.1.0 | true", "note=\"a, (b)\" | true", "not=3 | true", "not not=3 | false"})
    void chooses(String text, boolean chosen) {
        assertThat(Selector.parse(text == null ? "" : text).matches(BERLIN)).isEqualTo(chosen);
    }

    @ParameterizedTest
    @ValueSource(strings = {"site=", "=north", "site=north and", "and site", "(site=north", "site=north)", "site in", "site in ()",
        "site in (a", "site=north rack=7", "name=\"open", "site~n", "!", "a b", "-x=1", "or"})
    void saysWhereItIsWrong(String text) {
        assertThatThrownBy(() -> Selector.parse(text)).hasMessageContaining("at character").hasMessageContaining("expected");
    }

    @Test
    void hasLimits() {
        assertThatThrownBy(() -> Selector.parse("a=" + "x".repeat(1024))).hasMessageContaining("1024");
        assertThatThrownBy(() -> Selector.parse("a" + " or a".repeat(32))).hasMessageContaining("32 terms");
        assertThatThrownBy(() -> Selector.parse("(".repeat(40) + "a" + ")".repeat(40))).hasMessageContaining("parentheses");
        assertThat(Selector.parse("a" + " or a".repeat(31)).matches(BERLIN)).isFalse();
    }

    @Test
    void filtersAlsoFindParts() {
        assertThat(Selector.filter("name~LIN").matches(BERLIN)).isTrue();
        assertThat(Selector.filter("name~paris").matches(BERLIN)).isFalse();
        assertThat(Selector.filter("").matches(BERLIN)).isTrue();
    }

    /** Whatever is written, it is a selector or it is refused by name. */
    @Test
    void neverFailsOtherwise() {
        Random random = new Random(20261121);
        String[] parts = {"site", "=", "north", " and ", " or ", "not ", "(", ")", "!", "!=", ",", " in ", "*", "\"", "x", "~", " "};
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int part = random.nextInt(10); part >= 0; part--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            try {
                Selector.parse(text.toString()).matches(BERLIN);
            } catch (io.penstock.core.error.PenstockException e) {
                assertThat(e.code()).isEqualTo("selector.syntax");
            }
        }
    }
}
