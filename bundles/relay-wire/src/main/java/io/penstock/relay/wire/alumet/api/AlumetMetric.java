package io.penstock.relay.wire.alumet.api;

import static java.util.Objects.requireNonNull;

/**
 * A metric as a client registers it.
 *
 * @param id its number on this connection
 * @param name its name
 * @param floating whether its values are f64, else u64
 * @param unitBase the unit without prefix, e.g. {@code s}
 * @param unitPrefix {@code nano}, {@code micro}, {@code milli}, nothing, {@code kilo}, {@code mega} or {@code giga}
 */
public record AlumetMetric(long id, String name, boolean floating, String unitBase, String unitPrefix) {
    public AlumetMetric {
        requireNonNull(name, "name is null");
        requireNonNull(unitBase, "unitBase is null");
        requireNonNull(unitPrefix, "unitPrefix is null");
    }
}
