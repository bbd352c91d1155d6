package io.penstock.pipes.model;

import io.penstock.core.options.Option;
import io.penstock.core.value.ByteSize;
import java.time.Duration;

/** What stands in front of an output: the {@code buffer:} table. */
public record Buffering(
        @Option(doc = "memory: events wait in the pipe's own budget. disk: they are acknowledged once on disk.",
                value = "memory", shorthand = true) Type type,
        @Option(doc = "For disk: how much it may hold.", value = "512MiB", min = 1_048_576) ByteSize maxSize,
        @Option(doc = "For disk: what happens when it is full.", value = "block") WhenFull whenFull,
        @Option(doc = "For disk: when it is synced: batch before anything is acknowledged, interval every sync-interval, "
                + "none when the system likes.", value = "batch") Sync sync,
        @Option(doc = "For sync: interval.", value = "500ms", min = 1_000_000) Duration syncInterval) {

    /** Where events wait. */
    public enum Type {
        /** In the heap. */
        MEMORY,
        /** In a spool. */
        DISK
    }

    /** What a full disk buffer does. */
    public enum WhenFull {
        /** The pipe waits, and so do its inputs. */
        BLOCK,
        /** The oldest events go, counted. */
        DROP_OLDEST,
        /** The newest events go, counted. */
        DROP_NEWEST
    }

    /** When a disk buffer is synced. */
    public enum Sync {
        /** Before anything is acknowledged. */
        BATCH,
        /** Now and then; a power cut may lose what came since. */
        INTERVAL,
        /** Never by us. */
        NONE
    }
}
