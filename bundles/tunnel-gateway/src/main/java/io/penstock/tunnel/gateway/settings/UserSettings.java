package io.penstock.tunnel.gateway.settings;

import io.penstock.core.options.Option;
import io.penstock.core.value.ByteSize;
import io.penstock.tunnel.wire.api.VerifyingKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Somebody who may open streams: {@code [tunnel-gateway.users.<name>]}. Immutable. */
public record UserSettings(
        @Option(doc = "What the user's identity file has as id.") String id,
        @Option(doc = "The public keys; two while one replaces the other.") List<String> keys,
        @Option(doc = "Whether the user is turned away although the key is right; what is open ends.", value = "false")
        boolean disabled,
        @Option(doc = "The agents the user may reach, by name; \"*\" is every one. None by default.") List<String> agents,
        @Option(doc = "The targets the user may ask those agents for: names, HOST:PORT, or patterns with *. None by default.",
                example = "[\"reporting\", \"*.db.internal:5432\"]") List<String> targets,
        @Option(doc = "Most streams at one time.", value = "64", min = 1, max = 100_000) int maxStreams,
        @Option(doc = "Most bytes a second, both ways and over all of the user's streams.", example = "10MiB", min = 1024)
        Optional<ByteSize> bandwidth,
        @Option(doc = "Ends a stream on which nothing has moved for so long. Without: never.", min = 1_000_000)
        Optional<Duration> idleTimeout,
        @Option(doc = "How long a new stream waits for its agent when that is not there.", value = "5s", max = 60_000_000_000L)
        Duration agentWait) {

    /** Stands for every agent. */
    public static final String ANY = "*";

    public UserSettings {
        Identities.check(id, keys);
    }

    /** The keys, read. */
    public List<VerifyingKey> verifyingKeys() {
        return Identities.read(keys);
    }

    /** Whether the user may ask this agent for this target. */
    public boolean mayReach(String agent, String target) {
        return (agents.contains(ANY) || agents.contains(agent))
                && targets.stream().anyMatch(pattern -> TargetPattern.matches(pattern, target));
    }
}
