package io.penstock.control.api;

import java.util.List;
import java.util.Optional;

/**
 * The server's ring of keys, signed by a key known before.
 *
 * @param type always {@code keys}
 * @param store whose they are
 * @param number grows with every change
 * @param keys all that are valid
 */
public record KeysBody(String type, String store, long number, List<ServerKey> keys) {
    /** What it is signed as. */
    public static final String TYPE = "keys";

    public KeysBody {
        Given.constant(type, "type", TYPE);
        TextRule.UUID.checked(store, "store");
        Given.within(number, "number", 0, Given.MAX_NUMBER);
        keys = Given.list(keys, "keys", 1, 8);
    }

    /** The key a body names, if it is in the ring. */
    public Optional<ServerKey> key(String kid) {
        return keys.stream().filter(key -> key.kid().equals(kid)).findFirst();
    }
}
