package io.penstock.plugin.exec;

import io.penstock.core.options.Option;
import io.penstock.core.value.ByteSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

record ExecOptions(
        @Option(doc = "What to run: one text is run by /bin/sh -c; a list is a program and its arguments, without a shell.",
                example = "[df, -k]", shorthand = true)
        List<String> command,
        @Option(doc = "interval: run at the pipe's schedule, each time to its end. stream: run it once and take lines as they "
                + "come; start it again when it fails.", value = "interval")
        Mode mode,
        @Option(doc = "Whether the whole output of a run is one event instead of each line.", value = "false")
        boolean ignoreLinebreaks,
        @Option(doc = "With mode interval: a run that takes longer is killed.", value = "30s", min = 1)
        Duration timeout,
        @Option(doc = "With mode interval: a run that prints more is killed.", value = "16MiB", min = 1, max = 256 << 20)
        ByteSize maxOutput,
        @Option(doc = "A longer line becomes several events.", value = "1MiB", min = 1, max = 64 << 20)
        ByteSize maxLineBytes,
        @Option(doc = "Variables for the command's environment, besides those of this process.", example = "{LC_ALL: C}")
        Map<String, String> env,
        @Option(doc = "The folder to run it in. Absent: this process's.")
        Optional<Path> workingFolder,
        @Option(doc = "With mode stream: when to start the command again after it ended: on-failure (otherwise the input is "
                + "complete) or always.", value = "on-failure")
        Restart restart,
        @Option(doc = "With mode stream: the first wait before it is started again; doubled each time up to 1 minute.",
                value = "1s", min = 1, max = 60_000_000_000L)
        Duration restartDelay) {

    /** When the command runs. */
    enum Mode { INTERVAL, STREAM }

    /** When a streaming command is started again. */
    enum Restart { ON_FAILURE, ALWAYS }
}
