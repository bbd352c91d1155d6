package io.penstock.plugin.telemetry.remotewrite;

import io.penstock.core.http.HttpClientOptions;
import io.penstock.core.options.Option;
import io.penstock.core.value.ByteSize;
import io.penstock.core.value.Secret;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** The options of the output {@code prometheus-remote-write}. */
public record RemoteWriteOptions(
        @Option(doc = "Where to write to.", shorthand = true, example = "https://prometheus.example.org/api/v1/write") URI url,
        @Option(doc = "Sent as Authorization: Bearer.") Optional<Secret> token,
        @Option(doc = "Who to log in as (Basic).") Optional<String> user,
        @Option(doc = "The password (Basic).") Optional<Secret> password,
        @Option(doc = "Labels every series gets that has none of the name.", example = "{job: penstock, instance: host-7}")
        Map<String, String> labels,
        @Option(doc = "What becomes of a sample the receiver refuses because it is older than one it has, too old, or there with"
                + " another value: reject it to the dead letters, or skip it. A batch that is sent again after a crash may"
                + " hold such samples, though they are stored.", value = "reject")
        Stale outOfOrder,
        @Option(doc = "The most samples of a request.", value = "2000", min = 1, max = 1_000_000) int maxSamples,
        @Option(doc = "The most bytes of a request before compression.", value = "4MiB", min = 1024) ByteSize maxBytes,
        @Option(doc = "Allows http beyond this machine.", value = "false") boolean plaintext,
        @Option(doc = "How requests are made.") HttpClientOptions http) {

    /** What becomes of samples out of order. */
    public enum Stale {
        /** They are dead letters. */
        REJECT,
        /** They count as delivered. */
        SKIP
    }
}
