package io.penstock.cli.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Which distribution this is; bundles read it as the framework property {@code io.penstock.variant}. */
enum Variant {
    /** Everything, with the drop folder, the shell and the console. */
    FULL,
    /** Runs only what it was built with. */
    AGENT;

    /** Full where the file {@code lib/full} is; without it the stricter. */
    static Variant of(Path dist) {
        return Files.exists(dist.resolve("lib").resolve("full")) ? FULL : AGENT;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
