package io.penstock.config.source;

import java.util.List;

/** A table as written in the file. Immutable. @param place of its header, or of its first key */
public record Table(String name, Place place, List<Entry> entries) {
    public Table {
        entries = List.copyOf(entries);
    }

    /** A capability's name as a table may be called: also fit for a PID. */
    static boolean isName(String name) {
        return name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    }
}
