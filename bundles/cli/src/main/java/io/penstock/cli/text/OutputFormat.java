package io.penstock.cli.text;

import java.util.Locale;

/** How a command writes what it found. */
public enum OutputFormat {
    /** For people. */
    TABLE,
    /** For programs: one JSON value; one a line where values keep coming. */
    JSON,
    /** For people who like structure, and for programs. */
    YAML;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
