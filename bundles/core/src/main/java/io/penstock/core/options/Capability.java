package io.penstock.core.options;

import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Says that a bundle can be configured: offered as a service by every bundle that has settings. From it come the
 * table of {@code penstock.toml}, its validation, and the console's form. The settings reach the bundle the usual way,
 * as a Config Admin configuration of the PID; bind them with {@link Options#bind}.
 */
@ConsumerType
public interface Capability {
    /** The table's name, e.g. {@code relay-client}; the PID is {@code io.penstock.} with hyphens as dots. */
    String table();

    /** The options record whose keys the table holds. */
    Class<?> settings();

    /** What is configured here, one sentence for people. */
    String doc();

    /** The PID the table's configuration is kept under. */
    default String pid() {
        return "io.penstock." + table().replace('-', '.');
    }

    /**
     * Variables of the environment with a name of their own, and the key each sets: as strong as {@code PENSTOCK_<TABLE>_<KEY>}.
     * Where the key is a secret, {@code <VARIABLE>_FILE} may name a file that holds it.
     */
    default Map<String, String> variables() {
        return Map.of();
    }
}
