package io.penstock.tunnel.gateway.component;

import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.AdminReply;
import io.penstock.core.admin.Arguments;
import java.time.Duration;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * {@code tunnel.drain}: asks an {@code agent}, or all, to connect anew; the old connections end when their streams
 * have, or after {@code seconds}.
 */
@Component
public final class TunnelDrain implements AdminCommand {
    private static final int SECONDS = 30;
    private static final int MAX_SECONDS = 3600;

    private final GatewayComponent gateway;

    /** Of this runtime. */
    @Activate
    public TunnelDrain(@Reference GatewayComponent gateway) {
        this.gateway = gateway;
    }

    @Override
    public String name() {
        return "tunnel.drain";
    }

    @Override
    public void run(Map<String, Object> given, AdminReply reply) {
        Arguments arguments = new Arguments("tunnel-gateway", given);
        Duration deadline = Duration.ofSeconds(arguments.number("seconds", SECONDS, MAX_SECONDS));
        reply.send(Map.of("connections", (long) gateway.view().drain(arguments.optional("agent"), deadline)));
    }
}
