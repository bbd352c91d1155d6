package io.penstock.config.apply;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Notices by looking, at every {@link #look}, that the file has other content, was replaced, or appeared. A file is read
 * when two looks in a row find it the same, so that one still being written is not taken for finished. One thread.
 */
public final class FileWatch {
    /** More than any file that is accepted. */
    private static final int COMPARED_BYTES = 4 << 20;

    private final Supplier<Optional<Path>> file;
    private final Runnable changed;
    private List<Object> seen;
    private List<Object> settled;
    private byte[] content;

    /** Takes the file as it is now for known. */
    public FileWatch(Supplier<Optional<Path>> file, Runnable changed) {
        this.file = file;
        this.changed = changed;
        this.seen = signature();
        this.settled = seen;
        this.content = read();
    }

    /** Looks once; calls back when there is something new. A file that vanished is no news: what runs goes on. */
    public void look() {
        List<Object> now = signature();
        boolean stable = now.equals(seen);
        seen = now;
        if (!stable || now.equals(settled)) {
            return;
        }
        settled = now;
        byte[] fresh = read();
        if (!now.isEmpty() && !Arrays.equals(fresh, content)) {
            content = fresh;
            changed.run();
        }
    }

    private List<Object> signature() {
        Optional<Path> path = file.get();
        try {
            if (path.isPresent()) {
                BasicFileAttributes now = Files.readAttributes(path.get(), BasicFileAttributes.class);
                return List.of(path.get(), now.lastModifiedTime(), now.size(), String.valueOf(now.fileKey()));
            }
        } catch (IOException e) {
            // It is not there, or not readable: as good as no file.
        }
        return List.of();
    }

    private byte[] read() {
        try {
            Optional<Path> path = file.get();
            if (path.isPresent()) {
                try (InputStream in = Files.newInputStream(path.get())) {
                    return in.readNBytes(COMPARED_BYTES);
                }
            }
        } catch (IOException e) {
            // As good as no file; whoever reads it next says why.
        }
        return new byte[0];
    }
}
