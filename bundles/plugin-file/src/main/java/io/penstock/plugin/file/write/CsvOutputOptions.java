package io.penstock.plugin.file.write;

import io.penstock.core.options.Option;
import io.penstock.core.value.ByteSize;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

record CsvOutputOptions(
        @Option(doc = FileOutputOptions.PATH, example = "/var/lib/app/measurements-%Y-%m-%d.csv", shorthand = true) String path,
        @Option(doc = "What stands between two values: one character.", value = ";") String delimiter,
        @Option(doc = "Whether a metric's name gets its unit at its end, as in memory_used_By.", value = "true") boolean appendUnit,
        @Option(doc = "The attributes that have columns; without it those of the batch a file begins with. Others go to the last"
                + " column, __late_attributes.", example = "[relay_client, mode]")
        List<String> attributes,
        @Option(doc = "Writes these fields of any event instead of measurements; they are also the first line of each file.",
                example = "[time, status]")
        List<String> columns,
        @Option(doc = FileOutputOptions.ROTATE_SIZE, example = "100MiB", min = 1) Optional<ByteSize> rotateSize,
        @Option(doc = FileOutputOptions.ROTATE_INTERVAL, example = "1h", min = 1) Optional<Duration> rotateInterval,
        @Option(doc = FileOutputOptions.KEEP, example = "10", min = 1) Optional<Integer> keep,
        @Option(doc = FileOutputOptions.COMPRESSION, value = "none") FileOutputOptions.Compression compression,
        @Option(doc = FileOutputOptions.SYNC, value = "batch") FileOutputOptions.Sync sync,
        @Option(doc = FileOutputOptions.SYNC_INTERVAL, value = "1s", min = 1) Duration syncInterval,
        @Option(doc = FileOutputOptions.TIME_ZONE, value = "UTC") ZoneId timeZone) {

    /** What the output {@code file} knows of these options. */
    FileOutputOptions file() {
        return new FileOutputOptions(path, FileOutputOptions.Format.CSV, columns, rotateSize, rotateInterval, keep, compression,
                sync, syncInterval, timeZone);
    }
}
