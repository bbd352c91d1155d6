package io.penstock.control.server.pipe;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a value is set; the earlier, the stronger. */
public enum Level {
    /** On one agent. */
    AGENT,
    /** On all agents with a tag. */
    TAG,
    /** On all agents. */
    GLOBAL,
    /** By the pipe's own default. */
    PIPE;

    /** In lower case, as in the API and the store. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The level of that text. */
    public static Level of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
