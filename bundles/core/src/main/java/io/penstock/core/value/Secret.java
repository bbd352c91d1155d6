package io.penstock.core.value;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A text that must not be seen: it prints as {@code ***} wherever it ends up. Immutable. */
public final class Secret {
    private final String text;

    private Secret(String text) {
        this.text = requireNonNull(text, "text is null");
    }

    /** Wraps a text. */
    public static Secret of(String text) {
        return new Secret(text);
    }

    /** The text itself, to be handed straight to whoever needs it and kept nowhere. */
    public String reveal() {
        return text;
    }

    /** Compares in constant time. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(utf8(text), utf8(secret.text));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
