package io.penstock.relay.client.settings;

import io.penstock.core.options.Option;
import io.penstock.core.value.ByteSize;
import io.penstock.spool.api.SpoolSettings;
import io.penstock.spool.api.SpoolSettings.Sync;
import io.penstock.spool.api.SpoolSettings.WhenFull;
import java.time.Duration;

/** The log on disk in front of the server. */
public record SpoolOptions(
        @Option(doc = "The most it takes on disk.", value = "1GiB", min = 64 << 10) ByteSize maxSize,
        @Option(doc = "What happens when it is full: block the pipe, drop-oldest, or drop-newest; what is dropped is counted.",
                value = "block") WhenFull whenFull,
        @Option(doc = "When it is forced to the disk: with every batch, every interval, or none; a killed process loses "
                + "nothing either way, a power cut only with batch.", value = "batch") Sync sync,
        @Option(doc = "For sync: interval.", value = "500ms", min = 1_000_000) Duration syncInterval) {

    /** As the spool wants it. */
    public SpoolSettings settings() {
        return SpoolSettings.of(maxSize).with(whenFull).with(sync, syncInterval);
    }
}
