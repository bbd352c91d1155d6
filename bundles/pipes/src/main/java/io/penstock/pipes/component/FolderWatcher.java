package io.penstock.pipes.component;

import io.penstock.core.error.PenstockException;
import io.penstock.core.value.Utf8Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks into a folder for pipes again and again. A file counts when it has not changed since the last look, so that one
 * that is still being written is left alone. One thread at a time calls it.
 */
final class FolderWatcher {
    /** The largest pipe. */
    static final long MAX_BYTES = 4 << 20;
    /** The most pipes in the folder; further ones are not looked at. */
    static final int MAX_FILES = 10_000;

    private final Path folder;
    private final PipeSources sources;
    private final Map<Path, Stamp> seen = new HashMap<>();
    private final Map<Path, Stamp> taken = new HashMap<>();
    private final Map<Path, String> complaints = new HashMap<>();

    private record Stamp(long size, long modified, Object key) {
        static Stamp of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(attributes.size(), attributes.lastModifiedTime().toMillis() * 1_000_000
                    + attributes.lastModifiedTime().toInstant().getNano() % 1_000_000, attributes.fileKey());
        }
    }

    FolderWatcher(Path folder, PipeSources sources) {
        this.folder = folder;
        this.sources = sources;
    }

    /** Takes everything that is there, finished or not: for the start. */
    void first() {
        look(true);
    }

    /** The folder is not looked at any more: its pipes go. */
    void leave() {
        taken.keySet().forEach(file -> sources.remove(file.toString()));
        taken.clear();
    }

    /** Looks once. */
    void look() {
        look(false);
    }

    private void look(boolean atOnce) {
        List<Path> files = files();
        for (Path file : files) {
            try {
                look(file, atOnce);
            } catch (IOException | PenstockException e) {
                complain(file, PenstockException.describe(e));
            }
        }
        Set<Path> gone = new HashSet<>(taken.keySet());
        gone.addAll(complaints.keySet());
        gone.removeAll(files);
        for (Path file : gone) {
            taken.remove(file);
            complaints.remove(file);
            seen.remove(file);
            sources.remove(file.toString());
        }
    }

    /** Once for each reason; it is tried again at every look, because what a person changes may not change the file's time. */
    private void complain(Path file, String reason) {
        taken.remove(file);
        if (!reason.equals(complaints.put(file, reason))) {
            sources.unreadable(file.toString(), reason);
        }
    }

    private List<Path> files() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var entries = Files.list(folder)) {
            return entries.filter(FolderWatcher::isPipe).sorted().limit(MAX_FILES).toList();
        } catch (IOException e) {
            return List.copyOf(taken.keySet());
        }
    }

    private static boolean isPipe(Path file) {
        String name = file.getFileName().toString();
        return !name.startsWith(".") && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"));
    }

    private void look(Path file, boolean atOnce) throws IOException {
        Stamp now = Stamp.of(file);
        Stamp last = seen.put(file, now);
        if (now.equals(taken.get(file)) || !atOnce && !now.equals(last)) {
            return;
        }
        if (!Files.isRegularFile(file)) {
            throw new IOException("not a file");
        }
        taken.put(file, now);
        if (now.size() > MAX_BYTES) {
            sources.unreadable(file.toString(), "larger than " + MAX_BYTES + " bytes");
        } else {
            sources.put(file.toString(), Utf8Text.decode(file.getFileName().toString(), Files.readAllBytes(file)));
            complaints.remove(file);
        }
    }
}
