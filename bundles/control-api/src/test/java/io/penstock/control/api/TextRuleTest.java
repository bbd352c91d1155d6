package io.penstock.control.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.PenstockException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextRuleTest {
    @ParameterizedTest
    @EnumSource(TextRule.class)
    void rulesAreTheDocuments(TextRule rule) {
        String written = rule.schema().isEmpty() ? tags(rule) : TestDocument.schema(rule.schema()).path("pattern").asText();

        assertThat("^" + rule.pattern() + "$").isEqualTo(written);
    }

    private static String tags(TextRule rule) {
        return TestDocument.schema("Tags").path(rule == TextRule.TAG_KEY ? "propertyNames" : "additionalProperties")
                .path("pattern").asText();
    }

    @ParameterizedTest
    @ValueSource(strings = {"berlin", "Berlin 2", "-a", "_", "123456789012345678901234567890"})
    void agentsHaveSuchNames(String name) {
        assertThat(TextRule.AGENT_NAME.holds(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " a", "a.b", "a\n", "ä", "1234567890123456789012345678901"})
    void agentsHaveNoSuchNames(String name) {
        assertThat(TextRule.AGENT_NAME.holds(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bulk", "facets", "-a", "", "a b", "a\n"})
    void agentsHaveNoSuchIds(String id) {
        assertThat(TextRule.AGENT_ID.holds(id)).isFalse();
    }

    @Test
    void aWrongTextIsNamedAndCutShort() {
        assertThatThrownBy(() -> TextRule.KID.checked("x".repeat(500), "kid")).isInstanceOf(PenstockException.class)
                .hasMessageStartingWith("kid: expected 16 lower hexadecimal digits").message().hasSizeLessThan(200);
        assertThat(TextRule.KID.checkedIfAny(Optional.empty(), "kid")).isEmpty();
    }
}
