package io.penstock.tunnel.component;

import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.AdminReply;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code tunnel.status}: the agent's end, its connections and targets, a row each. */
@Component
public final class TunnelStatusCommand implements AdminCommand {
    private final TunnelComponent component;

    @Activate
    public TunnelStatusCommand(@Reference TunnelComponent component) {
        this.component = component;
    }

    @Override
    public String name() {
        return "tunnel.status";
    }

    @Override
    public void run(Map<String, Object> arguments, AdminReply reply) {
        component.tunnel().status().forEach(reply::send);
    }
}
