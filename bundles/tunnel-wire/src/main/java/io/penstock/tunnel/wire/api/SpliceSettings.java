package io.penstock.tunnel.wire.api;

import java.time.Duration;
import java.util.List;

/**
 * How a splice behaves.
 *
 * @param idleTimeout without a byte either way for so long, it ends; 0: never
 * @param limits every byte, either way, counts against each; may be shared with other splices
 */
public record SpliceSettings(Duration idleTimeout, List<RateLimit> limits) {
    /** No timeout, no limit. */
    public static final SpliceSettings NONE = new SpliceSettings(Duration.ZERO, List.of());

    /** Copies. */
    public SpliceSettings {
        limits = List.copyOf(limits);
    }
}
