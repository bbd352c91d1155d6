package io.penstock.control.server.documents;

import java.util.Map;

/**
 * One thing as it is, or as it should be; without ids, without secrets.
 *
 * @param kind Agent, Parameters, Pipe or Settings
 * @param spec plain values
 */
record Document(String kind, String name, Map<String, Object> spec) {
    static final String AGENT = "Agent";
    static final String PARAMETERS = "Parameters";
    static final String PIPE = "Pipe";
    static final String SETTINGS = "Settings";

    /** What tells it from others. */
    String key() {
        return kind + "\n" + name;
    }
}
