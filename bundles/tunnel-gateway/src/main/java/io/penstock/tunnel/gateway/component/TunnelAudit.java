package io.penstock.tunnel.gateway.component;

import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.AdminReply;
import io.penstock.core.admin.Arguments;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code tunnel.audit}: the newest {@code limit} records of streams that have ended, a row each, oldest first. */
@Component
public final class TunnelAudit implements AdminCommand {
    private static final int SHOWN = 20;
    private static final int MAX_SHOWN = 100_000;

    private final GatewayComponent gateway;

    /** Of this runtime. */
    @Activate
    public TunnelAudit(@Reference GatewayComponent gateway) {
        this.gateway = gateway;
    }

    @Override
    public String name() {
        return "tunnel.audit";
    }

    @Override
    public void run(Map<String, Object> given, AdminReply reply) {
        int limit = new Arguments("tunnel-gateway", given).number("limit", SHOWN, MAX_SHOWN);
        gateway.view().audit(limit).forEach(reply::send);
    }
}
