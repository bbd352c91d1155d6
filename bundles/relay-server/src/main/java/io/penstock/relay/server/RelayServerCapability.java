package io.penstock.relay.server;

import io.penstock.core.options.Capability;
import org.osgi.service.component.annotations.Component;

/** Says that {@code [relay-server]} can be set. */
@Component
public final class RelayServerCapability implements Capability {
    static final String PID = "io.penstock.relay.server";

    @Override
    public String table() {
        return "relay-server";
    }

    @Override
    public Class<?> settings() {
        return RelayOptions.class;
    }

    @Override
    public String doc() {
        return "Takes events from other agents' relays.";
    }
}
