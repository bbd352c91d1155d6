package io.penstock.plugin.host;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The files of {@code /proc} and {@code /sys} below one root. What is missing, forbidden or has just vanished is empty,
 * never an error. One thread: the buffer is used again for every file.
 */
final class KernelFiles {
    /** More names than this in one folder are not looked at. */
    static final int MAX_NAMES = 100_000;
    /** More bytes than this of one file are not read. */
    static final int MAX_BYTES = 16 << 20;

    private final Path root;
    private byte[] buffer = new byte[16 << 10];

    /** @param root where the machine's {@code /} is */
    KernelFiles(Path root) {
        this.root = root;
    }

    Path path(String inRoot) {
        return root.resolve(inRoot);
    }

    /** The process whose view of mounts and network counts: our own, or the machine's first when seen from outside. */
    String ownProcess() {
        return root.equals(root.getRoot()) ? "proc/self" : "proc/1";
    }

    Optional<String> read(String inRoot) {
        return read(path(inRoot));
    }

    Optional<String> read(Path file) {
        try (InputStream in = new FileInputStream(file.toFile())) {
            int length = 0;
            for (int n = in.read(buffer); n > 0; n = in.read(buffer, length, buffer.length - length)) {
                length += n;
                if (length == buffer.length && length < MAX_BYTES) {
                    buffer = Arrays.copyOf(buffer, length * 2);
                }
            }
            return Optional.of(new String(buffer, 0, length, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The lines of a file, none when it cannot be read. */
    List<String> lines(String inRoot) {
        return read(inRoot).map(text -> text.lines().toList()).orElse(List.of());
    }

    /** A file that holds one whole number. */
    OptionalLong number(Path file) {
        return read(file).map(text -> Numbers.parse(text.strip())).orElse(OptionalLong.empty());
    }

    /** The names in a folder in order, none when it cannot be read. */
    static List<String> names(Path folder) {
        String[] names = new File(folder.toString()).list();
        if (names == null) {
            return List.of();
        }
        Arrays.sort(names);
        return Arrays.asList(names).subList(0, Math.min(names.length, MAX_NAMES));
    }
}
