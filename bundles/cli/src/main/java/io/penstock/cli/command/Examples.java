package io.penstock.cli.command;

import java.util.ArrayList;
import java.util.List;

/** The examples under a command's help. */
public final class Examples {
    private Examples() {
    }

    /** Lines that start with {@code #} explain the one below. */
    public static String[] of(String... lines) {
        List<String> footer = new ArrayList<>(List.of("", "Examples:"));
        for (String line : lines) {
            // picocli reads % and @| as its own.
            footer.add("  " + (line.startsWith("#") ? line : "penstock " + line).replace("%", "%%"));
        }
        return footer.toArray(String[]::new);
    }
}
