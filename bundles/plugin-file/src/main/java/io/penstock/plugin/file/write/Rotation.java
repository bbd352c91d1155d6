package io.penstock.plugin.file.write;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.regex.Pattern;

/** When a file is full or old, and where it then goes: {@code name.1}, {@code name.2}, …, the highest being the newest. Stateless. */
final class Rotation {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
    private static final int MAX_DELETED_AT_ONCE = 1_000;

    private final FileOutputOptions options;

    Rotation(FileOutputOptions options) {
        this.options = options;
    }

    boolean isDue(FilePosition position, int moreBytes, Instant now, PathTemplate template) {
        boolean full = options.rotateSize().isPresent()
                && position.length() + moreBytes > options.rotateSize().get().bytes();
        boolean old = options.rotateInterval().isPresent()
                && now.toEpochMilli() - position.startedMs() >= options.rotateInterval().get().toMillis();
        return position.length() > 0 && (full || old) || !template.at(now).toString().equals(position.path());
    }

    /** Renames a file to the next number, and deletes what is no longer to be kept. */
    void moveAside(Path path) throws IOException {
        long number = highestNumber(path) + 1;
        Files.move(path, numbered(path, number), StandardCopyOption.ATOMIC_MOVE);
        if (options.keep().isPresent()) {
            deleteUpTo(path, number - options.keep().get());
        }
    }

    private static long highestNumber(Path path) throws IOException {
        String start = path.getFileName() + ".";
        long highest = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path.getParent())) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (name.startsWith(start) && NUMBER.matcher(name.substring(start.length())).matches()) {
                    highest = Math.max(highest, Long.parseLong(name.substring(start.length())));
                }
            }
        }
        return highest;
    }

    private static void deleteUpTo(Path path, long number) throws IOException {
        for (long i = number; i > Math.max(0, number - MAX_DELETED_AT_ONCE); i--) {
            if (!Files.deleteIfExists(numbered(path, i))) {
                return;
            }
        }
    }

    private static Path numbered(Path path, long number) {
        return path.resolveSibling(path.getFileName() + "." + number);
    }
}
