package io.penstock.plugin.host;

import java.util.List;
import java.util.Optional;

/**
 * One line of {@code /proc/<pid>/mountinfo}.
 *
 * @param point where it is mounted
 * @param type the filesystem's type
 * @param device what is mounted
 */
record Mount(String point, String type, String device) {
    private static final int POINT = 4;

    /** Reads the lines; those that are not mounts are passed over. */
    static List<Mount> parse(List<String> lines) {
        return lines.stream().map(Mount::parse).flatMap(Optional::stream).toList();
    }

    private static Optional<Mount> parse(String line) {
        int separator = line.indexOf(" - ");
        if (separator < 0) {
            return Optional.empty();
        }
        String[] before = line.substring(0, separator).split(" ");
        String[] after = line.substring(separator + 3).split(" ");
        return before.length <= POINT || after.length < 2 ? Optional.empty()
                : Optional.of(new Mount(unescape(before[POINT]), after[0], unescape(after[1])));
    }

    /** The kernel writes blanks and backslashes as three octal digits. */
    private static String unescape(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        return text.replace("\\040", " ").replace("\\011", "\t").replace("\\012", "\n").replace("\\134", "\\");
    }
}
