package io.penstock.control.api;

import java.util.SortedMap;

/**
 * An agent's settings that are the server's.
 *
 * @param type always {@code settings}
 * @param agent whom they are for
 * @param generation grows with every change
 * @param entries by dotted key
 */
public record SettingsBody(String type, String agent, long generation, SortedMap<String, Object> entries) {
    /** What it is signed as. */
    public static final String TYPE = "settings";

    public SettingsBody {
        Given.constant(type, "type", TYPE);
        TextRule.AGENT_ID.checked(agent, "agent");
        Given.within(generation, "generation", 0, Given.MAX_NUMBER);
        entries = Given.entries(entries, "entries");
    }
}
