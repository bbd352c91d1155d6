package io.penstock.control.client.component;

import io.penstock.control.client.settings.ClientSettings;
import io.penstock.core.options.Capability;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Says that {@code [control-client]} can be set. */
@Component
public final class ControlClientCapability implements Capability {
    static final String PID = "io.penstock.control.client";

    @Override
    public String table() {
        return "control-client";
    }

    @Override
    public Class<?> settings() {
        return ClientSettings.class;
    }

    @Override
    public String doc() {
        return "Lets a server say which pipes run here, within what this agent allows.";
    }

    @Override
    public Map<String, String> variables() {
        return Map.of("PENSTOCK_SERVER_URL", "server-url", "PENSTOCK_SERVER_PIN", "server-pin", "PENSTOCK_AGENT_ID", "agent-id",
                "PENSTOCK_AGENT_NAME", "agent-name", "PENSTOCK_AGENT_TAGS", "agent-tags", "PENSTOCK_API_KEY", "api-key",
                "PENSTOCK_ENROLMENT_KEY", "enrolment-key");
    }
}
