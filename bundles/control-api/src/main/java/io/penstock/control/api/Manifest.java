package io.penstock.control.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;

/**
 * What an agent is to run.
 *
 * @param type always {@code manifest}
 * @param agent whom it is for
 * @param store whose it is
 * @param epoch grows when a backup is restored
 * @param generation grows with every manifest of an epoch
 * @param issuedAt by the server's clock
 * @param pipes in the order to apply them
 * @param bundles what else to install
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Manifest(String type, String agent, String store, long epoch, long generation, Instant issuedAt,
                       @JsonInclude(JsonInclude.Include.ALWAYS) List<ManifestPipe> pipes, List<ManifestBundle> bundles) {
    /** What it is signed as. */
    public static final String TYPE = "manifest";

    public Manifest {
        Given.constant(type, "type", TYPE);
        TextRule.AGENT_ID.checked(agent, "agent");
        TextRule.UUID.checked(store, "store");
        Given.within(epoch, "epoch", 0, Given.MAX_NUMBER);
        Given.within(generation, "generation", 0, Given.MAX_NUMBER);
        Given.required(issuedAt, "issuedAt");
        pipes = Given.list(pipes, "pipes", 0, 1_000);
        bundles = Given.listIfAny(bundles, "bundles", 0, 200);
    }
}
