package io.penstock.tunnel.gateway.component;

import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.AdminReply;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code tunnel.streams}: every stream that is open, a row each. */
@Component
public final class TunnelStreams implements AdminCommand {
    private final GatewayComponent gateway;

    /** Of this runtime. */
    @Activate
    public TunnelStreams(@Reference GatewayComponent gateway) {
        this.gateway = gateway;
    }

    @Override
    public String name() {
        return "tunnel.streams";
    }

    @Override
    public void run(Map<String, Object> given, AdminReply reply) {
        gateway.view().streams().forEach(reply::send);
    }
}
