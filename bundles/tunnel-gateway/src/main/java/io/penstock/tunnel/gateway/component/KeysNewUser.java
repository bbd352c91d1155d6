package io.penstock.tunnel.gateway.component;

import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.Arguments;
import io.penstock.tunnel.gateway.IdentityHalves;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * {@code keys.new-user}: makes a user {@code name} who may reach {@code targets} by {@code agents}; {@code add}
 * lets it in at once.
 */
@Component(service = AdminCommand.class)
public final class KeysNewUser extends KeysNew {
    /** Of this runtime. */
    @Activate
    public KeysNewUser(@Reference GatewayComponent gateway, @Reference ConfigurationAdmin admin) {
        super(gateway, admin);
    }

    @Override
    public String name() {
        return "keys.new-user";
    }

    @Override
    IdentityHalves make(GatewayComponent gateway, Arguments arguments) {
        return IdentityHalves.ofUser(arguments.text("name"), arguments.text("gateway"), gateway.pin(), arguments.list("agents"),
                arguments.list("targets"), gateway.random());
    }
}
