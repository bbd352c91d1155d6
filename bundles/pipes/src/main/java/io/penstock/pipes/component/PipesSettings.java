package io.penstock.pipes.component;

import io.penstock.core.options.Option;
import io.penstock.core.value.ByteSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The table {@code [pipes]}. */
public record PipesSettings(
        @Option(doc = "Where pipes are dropped as .yaml, .yml or .json files; the distribution's pipes folder when not given.",
                example = "/etc/penstock/pipes") Optional<Path> folder,
        @Option(doc = "How long a pipe that stops may take to deliver what is on its way.", value = "4s", min = 0,
                max = 60_000_000_000L) Duration drainDeadline,
        @Option(doc = "How many bytes of events a pipe may have in memory that does not say so itself, as delivery: "
                + "max-in-flight; pipes that run take a change with their next edit.", value = "16MiB", min = 65536)
        ByteSize maxInFlight,
        @Option(doc = "What {{ agent.name }} stands for in pipes; this machine's name when not given.",
                example = "edge-7") Optional<String> agentName,
        @Option(doc = "Values for the parameters of pipes, by name.") Map<String, String> params) {
}
