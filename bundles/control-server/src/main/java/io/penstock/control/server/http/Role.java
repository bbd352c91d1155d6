package io.penstock.control.server.http;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a person or a program may do; each holds the one before. */
public enum Role {
    /** Looks. */
    @JsonProperty("viewer") VIEWER,
    /** Writes drafts and revisions, tries them. */
    @JsonProperty("editor") EDITOR,
    /** Changes what agents run. */
    @JsonProperty("operator") OPERATOR,
    /** Everything, people included. */
    @JsonProperty("admin") ADMIN;

    /** Whether it may do what the other may. */
    public boolean holds(Role other) {
        return compareTo(other) >= 0;
    }

    /** As it is written: {@code viewer}. */
    public String text() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
