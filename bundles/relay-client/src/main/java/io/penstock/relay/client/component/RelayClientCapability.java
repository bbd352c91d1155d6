package io.penstock.relay.client.component;

import io.penstock.core.options.Capability;
import io.penstock.relay.client.settings.RelayOptions;
import org.osgi.service.component.annotations.Component;

/** Says that {@code [relay-client]} can be set. */
@Component
public final class RelayClientCapability implements Capability {
    @Override
    public String table() {
        return "relay-client";
    }

    @Override
    public Class<?> settings() {
        return RelayOptions.class;
    }

    @Override
    public String doc() {
        return "Where measurements are relayed to. With relay-server, the pipe relay-out runs: this machine's metrics.";
    }
}
