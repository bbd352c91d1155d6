package io.penstock.cli.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether the framework's cache was made from the very distribution that is starting: the list of hashes and the folder
 * are kept beside it. A cache whose making was cut short has no stamp and is made anew.
 */
final class CacheStamp {
    private final Path file;
    private final String text;

    private CacheStamp(Path file, String text) {
        this.file = file;
        this.text = text;
    }

    static CacheStamp of(LaunchOptions options, KnownHashes known) {
        return new CacheStamp(options.data().resolve("cache.stamp"), options.dist() + "\n" + known.text());
    }

    boolean matches() {
        try {
            return Files.readString(file).equals(text);
        } catch (IOException e) {
            return false;
        }
    }

    /** Says that the cache is about to be made anew. */
    void remove() throws IOException {
        Files.deleteIfExists(file);
    }

    void write() throws IOException {
        Files.writeString(file, text);
    }
}
