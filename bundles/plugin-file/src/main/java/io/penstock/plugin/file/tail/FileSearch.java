package io.penstock.plugin.file.tail;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the files patterns mean. Each file once, even when links give it several names. One thread. */
final class FileSearch {
    /** More files than this are not looked at. */
    static final int MAX_FILES = 50_000;
    private static final int MAX_DEPTH = 32;

    private final List<PathPattern> patterns;
    private final List<PathPattern> excluded;
    private final boolean compressed;
    private final Troubles troubles;

    FileSearch(FileInputOptions options, Troubles troubles) {
        this.patterns = options.paths().stream().map(PathPattern::of).toList();
        this.excluded = options.exclude().stream().map(PathPattern::of).toList();
        this.compressed = options.compressed();
        this.troubles = troubles;
    }

    /** What is there now, by identity. */
    Map<FileKey, Found> run() {
        Map<FileKey, Found> found = new LinkedHashMap<>();
        for (PathPattern pattern : patterns) {
            if (pattern.literal()) {
                look(pattern.path(), found, true);
            } else {
                descend(pattern, pattern.folder(), 0, 0, found);
            }
        }
        return found;
    }

    /** Every file of one folder, by identity; empty when it cannot be listed. */
    static Map<FileKey, Found> folder(Path folder) {
        Map<FileKey, Found> found = new LinkedHashMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            entries.forEach(entry -> lookAt(entry).ifPresent(file -> found.put(file.key(), file)));
        } catch (IOException | DirectoryIteratorException e) {
            return found;
        }
        return found;
    }

    /** The folder a file really lies in, that is where it is to be looked for when it was renamed. */
    static Path folderOf(Path file) {
        try {
            return file.toRealPath().getParent();
        } catch (IOException e) {
            return file.getParent();
        }
    }

    private static Optional<Found> lookAt(Path entry) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.isRegularFile() ? Optional.of(Found.of(entry, attributes)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void descend(PathPattern pattern, Path folder, int name, int depth, Map<FileKey, Found> found) {
        PathMatcher matcher = pattern.names().get(name);
        boolean last = name == pattern.names().size() - 1;
        if (matcher == PathPattern.ANY_FOLDERS && !last) {
            descend(pattern, folder, name + 1, depth, found);
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                visit(pattern, entry, name, depth, found);
            }
        } catch (IOException e) {
            troubles.add(folder, e);
        } catch (DirectoryIteratorException e) {
            troubles.add(folder, e.getCause());
        }
    }

    private void visit(PathPattern pattern, Path entry, int name, int depth, Map<FileKey, Found> found) {
        PathMatcher matcher = pattern.names().get(name);
        boolean last = name == pattern.names().size() - 1;
        boolean any = matcher == PathPattern.ANY_FOLDERS;
        if (!any && !matcher.matches(entry.getFileName())) {
            return;
        }
        if (last) {
            look(entry, found, false);
        }
        if (any && depth < MAX_DEPTH && isFolder(entry, LinkOption.NOFOLLOW_LINKS)) {
            descend(pattern, entry, name, depth + 1, found);
        } else if (!any && !last && isFolder(entry)) {
            descend(pattern, entry, name + 1, depth + 1, found);
        }
    }

    /** One that may not be looked at could be a folder with files in it. */
    private boolean isFolder(Path entry, LinkOption... links) {
        try {
            return Files.readAttributes(entry, BasicFileAttributes.class, links).isDirectory();
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            troubles.add(entry, e);
            return false;
        }
    }

    private void look(Path path, Map<FileKey, Found> found, boolean expected) {
        if (!expected && !compressed && Content.isCompressed(path) || isExcluded(path)) {
            return;
        }
        if (found.size() >= MAX_FILES) {
            troubles.add(path, "there are more than " + MAX_FILES + " files");
            return;
        }
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (attributes.isRegularFile()) {
                Found file = Found.of(path, attributes);
                found.putIfAbsent(file.key(), file);
            } else if (expected) {
                troubles.add(path, "is not a file");
            }
        } catch (IOException e) {
            // Gone between listing and looking is no trouble; a link that leads nowhere is.
            if (expected || !(e instanceof NoSuchFileException) || Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                troubles.add(path, e);
            }
        }
    }

    private boolean isExcluded(Path path) {
        for (PathPattern pattern : excluded) {
            if (pattern.matches(path)) {
                return true;
            }
        }
        return false;
    }
}
