package io.penstock.tunnel.component;

import io.penstock.core.options.Capability;
import io.penstock.tunnel.settings.TunnelSettings;
import org.osgi.service.component.annotations.Component;

/** Says that {@code [tunnel]} can be set. */
@Component
public final class TunnelCapability implements Capability {
    static final String PID = "io.penstock.tunnel";

    @Override
    public String table() {
        return "tunnel";
    }

    @Override
    public Class<?> settings() {
        return TunnelSettings.class;
    }

    @Override
    public String doc() {
        return "Lets a gateway reach what is allowed here, through connections this agent makes.";
    }
}
