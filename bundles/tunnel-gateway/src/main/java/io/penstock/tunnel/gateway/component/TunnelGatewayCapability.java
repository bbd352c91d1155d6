package io.penstock.tunnel.gateway.component;

import io.penstock.core.options.Capability;
import io.penstock.tunnel.gateway.settings.GatewaySettings;
import org.osgi.service.component.annotations.Component;

/** Says that {@code [tunnel-gateway]} can be set. */
@Component
public final class TunnelGatewayCapability implements Capability {
    static final String PID = "io.penstock.tunnel.gateway";

    @Override
    public String table() {
        return "tunnel-gateway";
    }

    @Override
    public Class<?> settings() {
        return GatewaySettings.class;
    }

    @Override
    public String doc() {
        return "Lets agents connect, and leads local ports and users to what is behind them.";
    }
}
