package io.penstock.plugin.transform.lookup;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Fields;
import io.penstock.core.time.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A table that follows its file. One thread: the pipe's, which also reads the file again. */
final class TableFile {
    private static final Logger log = LoggerFactory.getLogger(TableFile.class);
    private static final long CHECK_NANOS = Duration.ofSeconds(1).toNanos();

    private final EnrichPlugin.Settings options;
    private final Clock clock;
    private Map<String, Fields> rows = Map.of();
    private Version version = Version.NONE;
    private long checkedAt;

    /** What tells one state of the file from another. */
    private record Version(FileTime modified, long bytes) {
        static final Version NONE = new Version(FileTime.fromMillis(0), -1);

        static Version of(Path file) {
            try {
                return new Version(Files.getLastModifiedTime(file), Files.size(file));
            } catch (IOException e) {
                return NONE;
            }
        }
    }

    private TableFile(EnrichPlugin.Settings options, Clock clock) {
        this.options = options;
        this.clock = clock;
    }

    /** Reads the table; throws when it cannot be read, for there is no older one to keep. */
    static TableFile open(EnrichPlugin.Settings options, Clock clock) {
        TableFile table = new TableFile(options, clock);
        table.version = Version.of(options.table());
        table.rows = TableText.read(options);
        table.checkedAt = clock.nanoTime();
        return table;
    }

    /** The row of a key, or a null reference. */
    Fields row(String key) {
        long now = clock.nanoTime();
        if (now - checkedAt >= CHECK_NANOS) {
            checkedAt = now;
            follow();
        }
        return rows.get(key);
    }

    private void follow() {
        Version found = Version.of(options.table());
        if (found.equals(version)) {
            return;
        }
        version = found;
        try {
            rows = TableText.read(options);
        } catch (PenstockException e) {
            log.warn("keeping the old table: {}", e.getMessage());
        }
    }
}
