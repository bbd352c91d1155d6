package io.penstock.plugin.file.write;

import io.penstock.core.options.Option;
import io.penstock.core.value.ByteSize;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

record FileOutputOptions(
        @Option(doc = "The file. %Y %m %d %H %M %S %j stand for the time of writing; %% for a percent sign. Folders are made.",
                example = "/var/lib/app/out-%Y-%m-%d.json", shorthand = true)
        String path,
        @Option(doc = "How events are written: json (the fields), text (for people), logfmt (name=value), raw (the field _raw "
                + "as it is), csv (the fields named by columns).", value = "json")
        Format format,
        @Option(doc = "For csv: the fields, in order; they are also the first line of each file.", example = "[time, status]")
        List<String> columns,
        @Option(doc = "Begins a new file before one would become larger than this; the old one gets .1, .2, … appended.",
                example = "100MiB", min = 1)
        Optional<ByteSize> rotateSize,
        @Option(doc = "Begins a new file when one is older than this.", example = "1h", min = 1)
        Optional<Duration> rotateInterval,
        @Option(doc = "How many rotated files are kept; older ones are deleted. Absent: all.", example = "10", min = 1)
        Optional<Integer> keep,
        @Option(doc = "gzip compresses each batch on its own, so a file can be read at any time.", value = "none")
        Compression compression,
        @Option(doc = "When written data is forced to disk: batch (before it counts as delivered), interval, none (when the "
                + "system likes). A crash of the process loses nothing in any case; a crash of the machine does, except "
                + "with batch.", value = "batch")
        Sync sync,
        @Option(doc = "How often with sync: interval.", value = "1s", min = 1)
        Duration syncInterval,
        @Option(doc = "The time zone of the times in path.", value = "UTC")
        ZoneId timeZone) {

    /** How an event is written. */
    enum Format { JSON, TEXT, LOGFMT, RAW, CSV }

    /** Whether it is compressed. */
    enum Compression { NONE, GZIP }

    /** When it is forced to disk. */
    enum Sync { BATCH, INTERVAL, NONE }
}
