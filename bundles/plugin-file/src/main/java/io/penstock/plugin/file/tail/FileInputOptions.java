package io.penstock.plugin.file.tail;

import io.penstock.core.options.Option;
import io.penstock.core.value.ByteSize;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

record FileInputOptions(
        @Option(doc = "The files, as paths in which * ? [abc] {a,b} stand for parts of a name and ** for any folders.",
                example = "[/var/log/nginx/*.log]", shorthand = true)
        List<String> paths,
        @Option(doc = "Files not to read: like paths, or without a slash for a file's name alone.", example = "['*.tmp']")
        List<String> exclude,
        @Option(doc = "Where to begin in files never read before: at their beginning, or (those that are there at the very "
                + "first start) at their end. Files read before go on where they were acknowledged.", value = "beginning")
        StartAt start,
        @Option(doc = "Whether to go on reading what is appended and files that appear; otherwise every file is read to its "
                + "end and the input is complete.", value = "true")
        boolean follow,
        @Option(doc = "Adds a field of this name that holds the file's path.", example = "file")
        Optional<String> addPath,
        @Option(doc = "The files' character set; what is not valid in it becomes U+FFFD. Not UTF-16 or UTF-32.",
                value = "UTF-8")
        String encoding,
        @Option(doc = "The longest line.", value = "1MiB", min = 16, max = 64 << 20)
        ByteSize maxLineBytes,
        @Option(doc = "What becomes of a longer line: split (several events) or truncate (its beginning, with the field "
                + "truncated: true).", value = "split")
        LongLines longLines,
        @Option(doc = "How long a last line without a line end waits for its rest before it is taken as it is.",
                value = "5s", min = 0)
        Duration partialLineTimeout,
        @Option(doc = "Joins lines that belong together, such as stack traces, into one event.")
        Optional<Multiline> multiline,
        @Option(doc = "Whether to read .gz files too, once and decompressed; otherwise only those named without wildcards are.",
                value = "false")
        boolean compressed,
        @Option(doc = "How many bytes from its beginning tell a file from another that got the same inode.",
                value = "1KiB", min = 16, max = 64 << 10)
        ByteSize fingerprint,
        @Option(doc = "The most files held open.", value = "256", min = 1, max = 100_000)
        int maxOpenFiles,
        @Option(doc = "How often to look for new data when there was none.", value = "200ms",
                min = 1_000_000, max = 60_000_000_000L)
        Duration pollInterval,
        @Option(doc = "How long a file that was deleted or renamed to a name outside of paths is watched for late lines.",
                value = "30s", min = 0)
        Duration rotatedWait) {

    /** Where to begin in files never read before. */
    enum StartAt { BEGINNING, END }

    /** What becomes of lines over the limit. */
    enum LongLines { SPLIT, TRUNCATE }
}
