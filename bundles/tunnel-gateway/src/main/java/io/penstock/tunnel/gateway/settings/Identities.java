package io.penstock.tunnel.gateway.settings;

import io.penstock.core.error.PenstockException;
import io.penstock.tunnel.wire.api.TunnelProtocol;
import io.penstock.tunnel.wire.api.VerifyingKey;
import java.util.List;

/** What agents' and users' tables have in common. */
final class Identities {
    private Identities() {
    }

    static void check(String id, List<String> keys) {
        if (!id.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw PenstockException.invalid("tunnel-gateway.id", "\"" + id + "\" is no id; expected 1 to 64 letters, digits, "
                    + ". - and _, as penstock keys prints it");
        }
        if (keys.size() > TunnelProtocol.MAX_KEYS) {
            throw PenstockException.invalid("tunnel-gateway.keys", "\"" + id + "\" has " + keys.size() + " keys; at most "
                    + TunnelProtocol.MAX_KEYS + " can be valid at one time");
        }
        read(keys);
    }

    static List<VerifyingKey> read(List<String> keys) {
        return keys.stream().map(VerifyingKey::of).toList();
    }
}
