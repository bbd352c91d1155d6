package io.penstock.control.api;

import java.util.Arrays;
import java.util.Optional;

/** What a token is for. */
public enum CredentialKind {
    /** An agent's own credential. */
    AGENT("ag"),
    /** An API key: exchanged by agents whose entries exist. */
    API_KEY("ak"),
    /** An enrolment key: exchanged by agents that make their own entries. */
    ENROLMENT("en"),
    /** A person's API token. */
    USER("us"),
    /** A service account's token. */
    SERVICE_ACCOUNT("sa"),
    /** A session. */
    SESSION("se"),
    /** The one-time set-up code. */
    SETUP("su");

    private final String text;

    CredentialKind(String text) {
        this.text = text;
    }

    /** The two letters a token has after {@code pst_}. */
    public String text() {
        return text;
    }

    /** Finds a kind by its two letters. */
    public static Optional<CredentialKind> of(String text) {
        return Arrays.stream(values()).filter(kind -> kind.text.equals(text)).findFirst();
    }
}
