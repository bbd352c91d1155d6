package io.penstock.config.apply;

import io.penstock.config.secret.FileMode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Notices by looking, at every {@link #look}, that one of the files has other content, may be read by others than before,
 * was replaced, or appeared. Files are read when two looks in a row find them the same, so that one still being written is
 * not taken for finished. One thread.
 */
public final class FileWatch {
    /** More than any file that is accepted. */
    private static final int COMPARED_BYTES = 4 << 20;

    private final Supplier<List<Path>> files;
    private final Runnable changed;
    private List<List<Object>> seen;
    private List<List<Object>> settled;
    private List<List<Object>> content;

    /** Takes the files as they are now for known. */
    public FileWatch(Supplier<List<Path>> files, Runnable changed) {
        this.files = files;
        this.changed = changed;
        this.seen = each(FileWatch::signature);
        this.settled = seen;
        this.content = each(FileWatch::content);
    }

    /** Looks once; calls back when there is something new. A file that vanished is no news: what runs goes on. */
    public void look() {
        List<List<Object>> now = each(FileWatch::signature);
        boolean stable = now.equals(seen);
        boolean fewer = now.size() < settled.size();
        seen = now;
        if (!stable || now.equals(settled) || fewer) {
            return;
        }
        settled = now;
        List<List<Object>> fresh = each(FileWatch::content);
        if (!fresh.equals(content)) {
            content = fresh;
            changed.run();
        }
    }

    /** A file that is not there, or not readable, is as good as none; whoever reads it next says why. */
    private List<List<Object>> each(Reading reading) {
        List<List<Object>> all = new ArrayList<>();
        for (Path file : files.get()) {
            try {
                all.add(reading.of(file));
            } catch (IOException e) {
                // Left out.
            }
        }
        return all;
    }

    private static List<Object> signature(Path file) throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return List.of(file, now.lastModifiedTime(), now.size(), String.valueOf(now.fileKey()), FileMode.openToOthers(file));
    }

    private static List<Object> content(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return List.of(ByteBuffer.wrap(in.readNBytes(COMPARED_BYTES)), FileMode.openToOthers(file));
        }
    }

    private interface Reading {
        List<Object> of(Path file) throws IOException;
    }
}
