package io.penstock.plugin.file.tail;

import io.penstock.core.plugin.InputFeed;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What could not be read in the present round, reported once per change. One thread. */
final class Troubles {
    private final Map<Path, String> present = new LinkedHashMap<>();
    private String reported = "";

    void add(Path path, IOException failure) {
        add(path, reason(failure));
    }

    void add(Path path, String reason) {
        present.putIfAbsent(path, reason);
    }

    void startRound() {
        present.clear();
    }

    boolean isEmpty() {
        return present.isEmpty();
    }

    /** Tells the pipe what changed since the last report. */
    void report(InputFeed feed) {
        String now = toString();
        if (now.equals(reported)) {
            return;
        }
        reported = now;
        if (now.isEmpty()) {
            feed.healthy();
        } else {
            feed.degraded(now);
        }
    }

    /** {@code cannot read /a: permission denied (and 2 more)}; empty when there is none. */
    @Override
    public String toString() {
        if (present.isEmpty()) {
            return "";
        }
        Map.Entry<Path, String> first = present.entrySet().iterator().next();
        String more = present.size() == 1 ? "" : " (and " + (present.size() - 1) + " more)";
        return "cannot read " + first.getKey() + ": " + first.getValue() + more;
    }

    private static String reason(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof NotDirectoryException) {
            return "not a folder";
        }
        String reason = failure instanceof FileSystemException system ? system.getReason() : failure.getMessage();
        return reason == null ? failure.getClass().getSimpleName() : reason;
    }
}
