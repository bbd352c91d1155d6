package io.penstock.plugin.file.write;

import io.penstock.core.options.Option;
import io.penstock.core.value.ByteSize;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

record FileOutputOptions(
        @Option(doc = PATH, example = "/var/lib/app/out-%Y-%m-%d.json", shorthand = true)
        String path,
        @Option(doc = "How events are written: json (the fields), text (for people), logfmt (name=value), raw (the field _raw "
                + "as it is), csv (the fields named by columns).", value = "json")
        Format format,
        @Option(doc = "For csv: the fields, in order; they are also the first line of each file.", example = "[time, status]")
        List<String> columns,
        @Option(doc = ROTATE_SIZE, example = "100MiB", min = 1)
        Optional<ByteSize> rotateSize,
        @Option(doc = ROTATE_INTERVAL, example = "1h", min = 1)
        Optional<Duration> rotateInterval,
        @Option(doc = KEEP, example = "10", min = 1)
        Optional<Integer> keep,
        @Option(doc = COMPRESSION, value = "none")
        Compression compression,
        @Option(doc = SYNC, value = "batch")
        Sync sync,
        @Option(doc = SYNC_INTERVAL, value = "1s", min = 1)
        Duration syncInterval,
        @Option(doc = TIME_ZONE, value = "UTC")
        ZoneId timeZone) {

    static final String PATH =
            "The file. %Y %m %d %H %M %S %j stand for the time of writing; %% for a percent sign. Folders are made.";
    static final String ROTATE_SIZE =
            "Begins a new file before one would become larger than this; the old one gets .1, .2, … appended.";
    static final String ROTATE_INTERVAL = "Begins a new file when one is older than this.";
    static final String KEEP = "How many rotated files are kept; older ones are deleted. Absent: all.";
    static final String COMPRESSION = "gzip compresses each batch on its own, so a file can be read at any time.";
    static final String SYNC = "When written data is forced to disk: batch (before it counts as delivered), interval, none (when the "
            + "system likes). A crash of the process loses nothing in any case; a crash of the machine does, except "
            + "with batch.";
    static final String SYNC_INTERVAL = "How often with sync: interval.";
    static final String TIME_ZONE = "The time zone of the times in path.";

    /** How an event is written. */
    enum Format { JSON, TEXT, LOGFMT, RAW, CSV }

    /** Whether it is compressed. */
    enum Compression { NONE, GZIP }

    /** When it is forced to disk. */
    enum Sync { BATCH, INTERVAL, NONE }
}
