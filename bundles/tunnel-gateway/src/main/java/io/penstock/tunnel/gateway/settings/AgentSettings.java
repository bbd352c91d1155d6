package io.penstock.tunnel.gateway.settings;

import io.penstock.core.options.Option;
import io.penstock.tunnel.wire.api.VerifyingKey;
import java.util.List;

/** One agent that may connect: {@code [tunnel-gateway.agents.<name>]}. Immutable. */
public record AgentSettings(
        @Option(doc = "What the agent calls itself: the id in its identity file.") String id,
        @Option(doc = "Its public keys; two while it changes from one to the other.") List<String> keys,
        @Option(doc = "Whether it is turned away although its key is right; what it has open ends.", value = "false")
        boolean disabled,
        @Option(doc = "Most streams it carries at one time, over all of its connections.", value = "4096", min = 1, max = 100_000)
        int maxStreams) {

    public AgentSettings {
        Identities.check(id, keys);
    }

    /** The keys, read. */
    public List<VerifyingKey> verifyingKeys() {
        return Identities.read(keys);
    }
}
