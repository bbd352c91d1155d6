package io.penstock.control.server.access;

import io.penstock.control.api.CredentialKind;
import io.penstock.control.api.TokenText;
import io.penstock.core.value.Secret;
import java.util.random.RandomGenerator;

/** Makes tokens. Thread-safe when the generator is. */
final class Token {
    private final RandomGenerator random;

    Token(RandomGenerator random) {
        this.random = random;
    }

    TokenText next(CredentialKind kind) {
        return new TokenText(kind, text(TokenText.ID_CHARACTERS), Secret.of(text(TokenText.SECRET_CHARACTERS)));
    }

    private String text(int characters) {
        StringBuilder text = new StringBuilder(characters);
        for (int i = 0; i < characters; i++) {
            text.append(TokenText.BASE62.charAt(random.nextInt(TokenText.BASE62.length())));
        }
        return text.toString();
    }
}
