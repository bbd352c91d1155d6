package io.penstock.tunnel.gateway.component;

import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.AdminReply;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code tunnel.agents}: every agent of the settings and how it is, a row each. */
@Component
public final class TunnelAgents implements AdminCommand {
    private final GatewayComponent gateway;

    /** Of this runtime. */
    @Activate
    public TunnelAgents(@Reference GatewayComponent gateway) {
        this.gateway = gateway;
    }

    @Override
    public String name() {
        return "tunnel.agents";
    }

    @Override
    public void run(Map<String, Object> given, AdminReply reply) {
        gateway.view().agents().forEach(reply::send);
    }
}
