package io.penstock.plugin.basic;

import io.penstock.core.options.Option;
import io.penstock.core.value.ByteSize;

record StdinOptions(
        @Option(doc = "A longer line becomes several events.", value = "1MiB", min = 1, max = 64 << 20)
        ByteSize maxLineBytes) {
}
