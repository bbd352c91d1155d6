package io.penstock.tunnel.component;

import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.AdminReply;
import io.penstock.core.error.PenstockException;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code tunnel.check {target}}: tries a target as a stream would, and tells the rule, the address and the milliseconds. */
@Component
public final class TunnelCheckCommand implements AdminCommand {
    private final TunnelComponent component;

    @Activate
    public TunnelCheckCommand(@Reference TunnelComponent component) {
        this.component = component;
    }

    @Override
    public String name() {
        return "tunnel.check";
    }

    @Override
    public void run(Map<String, Object> arguments, AdminReply reply) throws InterruptedException {
        if (!(arguments.get("target") instanceof String target) || target.isBlank()) {
            throw PenstockException.invalid("tunnel.check", "target: expected the name of a target, or HOST:PORT");
        }
        reply.send(component.tunnel().check(target));
    }
}
