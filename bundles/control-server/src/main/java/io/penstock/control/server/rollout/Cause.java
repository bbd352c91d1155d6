package io.penstock.control.server.rollout;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a rollout came from. */
public enum Cause {
    /** A revision was sent out. */
    PIPE,
    /** A pipe went to other agents. */
    ASSIGNMENT,
    /** An agent's tags were changed. */
    TAGS,
    /** Parameters were changed. */
    PARAMETERS,
    /** Agents' settings were changed. */
    SETTINGS,
    /** A pipe was removed. */
    REMOVAL,
    /** An earlier revision was sent out again. */
    ROLLBACK,
    /** Documents were applied. */
    APPLY;

    /** Whether it makes its revision live when it is through. */
    public boolean ofRevision() {
        return this == PIPE || this == ROLLBACK;
    }

    /** In lower case, as in the API and the store. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The cause of that text. */
    public static Cause of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
