package io.penstock.tunnel.gateway.settings;

import io.penstock.core.options.Option;
import io.penstock.core.value.ByteSize;

/** The record of every stream. Immutable. */
public record AuditSettings(
        @Option(doc = "A file's size at which the next one begins.", value = "16MiB", min = 4096, max = 1L << 32)
        ByteSize maxFileSize,
        @Option(doc = "Files kept, the current one included.", value = "10", min = 1, max = 1000) int maxFiles) {
}
