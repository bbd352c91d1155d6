package io.penstock.tunnel.gateway.component;

import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.AdminReply;
import io.penstock.core.admin.Arguments;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code tunnel.test}: lets an {@code agent} try a {@code target}, and tells how that went. */
@Component
public final class TunnelTest implements AdminCommand {
    private final GatewayComponent gateway;

    /** Of this runtime. */
    @Activate
    public TunnelTest(@Reference GatewayComponent gateway) {
        this.gateway = gateway;
    }

    @Override
    public String name() {
        return "tunnel.test";
    }

    @Override
    public void run(Map<String, Object> given, AdminReply reply) throws InterruptedException {
        Arguments arguments = new Arguments("tunnel-gateway", given);
        reply.send(gateway.view().test(arguments.text("agent"), arguments.text("target")));
    }
}
