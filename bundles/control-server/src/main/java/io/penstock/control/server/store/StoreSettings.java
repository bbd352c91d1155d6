package io.penstock.control.server.store;

import io.penstock.core.value.Secret;
import java.util.Optional;

/**
 * Where the store is.
 *
 * @param database empty for SQLite in the folder, or {@code jdbc:postgresql://…}
 * @param server this server's id: who holds leases; different for all servers on a database
 */
public record StoreSettings(Optional<String> database, Optional<String> user, Optional<Secret> password, String server) {
    /** SQLite in the folder. */
    public static StoreSettings embedded(String server) {
        return new StoreSettings(Optional.empty(), Optional.empty(), Optional.empty(), server);
    }
}
