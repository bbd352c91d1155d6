package io.penstock.tunnel.gateway.component;

import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.Arguments;
import io.penstock.tunnel.gateway.IdentityHalves;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * {@code keys.new-agent}: makes an agent {@code name} that finds its gateway at {@code gateway} and may reach
 * {@code allow}; {@code add} lets it in at once.
 */
@Component(service = AdminCommand.class)
public final class KeysNewAgent extends KeysNew {
    /** Of this runtime. */
    @Activate
    public KeysNewAgent(@Reference GatewayComponent gateway, @Reference ConfigurationAdmin admin) {
        super(gateway, admin);
    }

    @Override
    public String name() {
        return "keys.new-agent";
    }

    @Override
    IdentityHalves make(GatewayComponent gateway, Arguments arguments) {
        return IdentityHalves.ofAgent(arguments.text("name"), arguments.text("gateway"), gateway.pin(), arguments.list("allow"),
                gateway.random());
    }
}
