package io.penstock.plugin.file.tail;

import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;

/**
 * A path with wildcards, split where they begin: a folder to start from, and what each further name must be. Immutable.
 *
 * @param text as written
 * @param folder absolute, without wildcards
 * @param names one matcher per further name; {@link #ANY_FOLDERS} for {@code **}
 * @param literal whether there are no wildcards at all
 */
record PathPattern(String text, Path folder, List<PathMatcher> names, boolean literal) {
    /** Stands for {@code **}: no folder, or any number of them. */
    static final PathMatcher ANY_FOLDERS = path -> true;
    private static final String SPECIAL = "*?[{\\";

    static PathPattern of(String text) {
        List<String> parts = new ArrayList<>(List.of(text.split("/+")));
        parts.removeIf(String::isEmpty);
        Path folder = Path.of(text.startsWith("/") ? "/" : "").toAbsolutePath();
        List<PathMatcher> names = new ArrayList<>();
        boolean literal = true;
        for (int i = 0; i < parts.size(); i++) {
            boolean plain = parts.get(i).chars().noneMatch(c -> SPECIAL.indexOf(c) >= 0);
            literal &= plain;
            if (literal && i < parts.size() - 1) {
                folder = folder.resolve(parts.get(i));
            } else {
                names.add(matcher(parts.get(i), plain));
            }
        }
        if (names.isEmpty()) {
            throw new InvalidPathException(text, "a file's name is missing");
        }
        return new PathPattern(text, folder.normalize(), List.copyOf(names), literal);
    }

    private static PathMatcher matcher(String part, boolean plain) {
        if (part.equals("**")) {
            return ANY_FOLDERS;
        }
        Path name = plain ? Path.of(part) : null;
        return plain ? name::equals : FileSystems.getDefault().getPathMatcher("glob:" + part);
    }

    /** The one path meant when there are no wildcards. */
    Path path() {
        return folder.resolve(text.substring(text.lastIndexOf('/') + 1));
    }

    /** Whether a file is meant; a pattern without a slash is about the name alone. */
    boolean matches(Path file) {
        if (text.indexOf('/') < 0) {
            return names.get(0).matches(file.getFileName());
        }
        return file.startsWith(folder) && matches(folder.relativize(file), 0, 0);
    }

    private boolean matches(Path rest, int name, int part) {
        if (name == names.size() || part == rest.getNameCount()) {
            return name == names.size() && part == rest.getNameCount();
        }
        if (names.get(name) == ANY_FOLDERS) {
            return matches(rest, name + 1, part) || matches(rest, name, part + 1);
        }
        return names.get(name).matches(rest.getName(part)) && matches(rest, name + 1, part + 1);
    }
}
