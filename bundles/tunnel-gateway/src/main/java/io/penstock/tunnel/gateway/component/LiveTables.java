package io.penstock.tunnel.gateway.component;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.options.Settings;
import io.penstock.tunnel.gateway.settings.GatewaySettings;
import java.io.IOException;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Puts keys into the live settings, as the console would. */
final class LiveTables {
    private LiveTables() {
    }

    /**
     * Adds them; what does not bind with the rest is INVALID, what is there already CONFLICT, and neither changes anything.
     *
     * @param name whose keys they are
     */
    static void add(ConfigurationAdmin admin, String name, Map<String, Object> added) {
        try {
            Configuration configuration = admin.getConfiguration(TunnelGatewayCapability.PID, "?");
            Map<String, Object> properties = new HashMap<>();
            Dictionary<String, Object> now = configuration.getProperties();
            if (now != null) {
                Collections.list(now.keys()).forEach(key -> properties.put(key, now.get(key)));
            }
            if (added.keySet().stream().anyMatch(properties::containsKey)) {
                throw new PenstockException(ErrorKind.CONFLICT, "tunnel-gateway.exists", "\"" + name + "\" exists already; to "
                        + "change its key, add the new one to its keys, and take the old one out when the new one is in use");
            }
            properties.putAll(added);
            refuseUnknownAgents(Settings.bind(GatewaySettings.class, properties), name);
            configuration.update(new Hashtable<>(properties));
        } catch (IOException e) {
            throw PenstockException.retry("tunnel-gateway.store", "the settings cannot be kept: "
                    + PenstockException.describe(e), e);
        }
    }

    /** Whoever types a name now is told now. */
    private static void refuseUnknownAgents(GatewaySettings settings, String name) {
        String why = settings.unknownAgents().get("user " + name);
        if (why != null) {
            throw PenstockException.invalid("tunnel-gateway.agent", why);
        }
    }
}
