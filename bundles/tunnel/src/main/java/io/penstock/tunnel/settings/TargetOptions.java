package io.penstock.tunnel.settings;

import io.penstock.core.options.Option;
import io.penstock.tunnel.policy.TargetAddress;

/** A target with a name. */
public record TargetOptions(
        @Option(doc = "Where it is, as HOST:PORT.", example = "db.internal:5432", shorthand = true) String address) {

    /** Refuses what is no address. */
    public TargetOptions {
        TargetAddress.parse(address);
    }

    /** Where it is. */
    public TargetAddress place() {
        return TargetAddress.parse(address);
    }
}
