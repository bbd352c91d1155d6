package io.penstock.control.server.component;

import io.penstock.control.server.settings.ServerSettings;
import io.penstock.core.options.Capability;
import org.osgi.service.component.annotations.Component;

/** Says that {@code [control-server]} can be set. */
@Component
public final class ControlServerCapability implements Capability {
    static final String PID = "io.penstock.control.server";

    @Override
    public String table() {
        return "control-server";
    }

    @Override
    public Class<?> settings() {
        return ServerSettings.class;
    }

    @Override
    public String doc() {
        return "Knows all agents, says what they run, and lets people and programs do so over one port.";
    }
}
