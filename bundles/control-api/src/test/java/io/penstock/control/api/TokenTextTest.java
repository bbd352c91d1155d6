package io.penstock.control.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.PenstockException;
import io.penstock.core.value.Secret;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TokenTextTest {
    private static final String ID = "7Hq2LwZr9TbXc4Vn";
    private static final String SECRET = "m3Kp".repeat(10) + "m3K";

    @ParameterizedTest
    @EnumSource(CredentialKind.class)
    void readsWhatItWrites(CredentialKind kind) {
        TokenText token = new TokenText(kind, ID, Secret.of(SECRET));

        assertThat(TokenText.parse(token.text().reveal())).contains(token);
    }

    @Test
    void writesWhatTheDocumentShows() {
        String shown = TestDocument.schema("AgentToken").path("examples").get(0).asText();

        assertThat(new TokenText(CredentialKind.AGENT, ID, Secret.of(SECRET)).text().reveal()).isEqualTo(shown)
                .matches(Pattern.compile(TestDocument.schema("AgentToken").path("pattern").asText()));
    }

    @Test
    void noSingleWrongCharacterIsTakenForAToken() {
        String text = new TokenText(CredentialKind.API_KEY, ID, Secret.of(SECRET)).text().reveal();
        for (int i = 0; i < text.length(); i++) {
            char other = text.charAt(i) == 'x' ? 'y' : 'x';
            assertThat(TokenText.parse(text.substring(0, i) + other + text.substring(i + 1))).as("at " + i).isEmpty();
        }
        assertThat(TokenText.parse(text + "x")).isEmpty();
        assertThat(TokenText.parse(text.substring(1))).isEmpty();
        assertThat(TokenText.parse("")).isEmpty();
    }

    @Test
    void doesNotPrintItsSecret() {
        TokenText token = new TokenText(CredentialKind.USER, ID, Secret.of(SECRET));

        assertThat(token.toString()).doesNotContain(SECRET);
        assertThat(token.text()).hasToString("***");
        assertThat(token.last4()).isEqualTo("pm3K");
    }

    @Test
    void isMadeOfTheRightPartsOnly() {
        assertThatThrownBy(() -> new TokenText(CredentialKind.USER, "short", Secret.of(SECRET)))
                .isInstanceOf(PenstockException.class);
        assertThatThrownBy(() -> new TokenText(CredentialKind.USER, ID, Secret.of("short")))
                .isInstanceOf(PenstockException.class).hasMessageNotContaining("short");
    }
}
