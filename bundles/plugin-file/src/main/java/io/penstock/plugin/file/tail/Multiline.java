package io.penstock.plugin.file.tail;

import io.penstock.core.options.Option;
import io.penstock.core.value.ByteSize;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

record Multiline(
        @Option(doc = "A line in which this is found begins an event; lines after it belong to it. Give this or "
                + "continuation.", example = "^\\d{4}-\\d\\d-\\d\\d")
        Optional<Pattern> start,
        @Option(doc = "A line in which this is found belongs to the event before it.", example = "^\\s")
        Optional<Pattern> continuation,
        @Option(doc = "The most lines of one event.", value = "500", min = 1, max = 1_000_000)
        int maxLines,
        @Option(doc = "The most bytes of one event.", value = "1MiB", min = 16, max = 64 << 20)
        ByteSize maxBytes,
        @Option(doc = "How long an event waits for further lines.", value = "1s", min = 0)
        Duration timeout) {
}
