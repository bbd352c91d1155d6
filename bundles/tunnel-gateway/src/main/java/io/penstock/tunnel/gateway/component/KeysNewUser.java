package io.penstock.tunnel.gateway.component;

import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.AdminReply;
import io.penstock.tunnel.gateway.IdentityHalves;
import java.util.LinkedHashMap;
import java.util.Map;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * {@code keys.new-user}: makes a user {@code name} who may reach {@code targets} by {@code agents}; {@code add}
 * lets it in at once.
 */
@Component
public final class KeysNewUser implements AdminCommand {
    private final GatewayComponent gateway;
    private final ConfigurationAdmin admin;

    /** Of this runtime. */
    @Activate
    public KeysNewUser(@Reference GatewayComponent gateway, @Reference ConfigurationAdmin admin) {
        this.gateway = gateway;
        this.admin = admin;
    }

    @Override
    public String name() {
        return "keys.new-user";
    }

    @Override
    public void run(Map<String, Object> given, AdminReply reply) {
        Arguments arguments = new Arguments(given);
        String name = arguments.text("name");
        IdentityHalves made = IdentityHalves.ofUser(name, arguments.text("gateway"), gateway.pin(), arguments.list("agents"),
                arguments.list("targets"), gateway.random());
        boolean add = arguments.flag("add");
        if (add) {
            LiveTables.add(admin, name, made.properties());
        }
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", name);
        row.put("id", made.id());
        row.put("identity", made.identity());
        row.put("table", made.table());
        row.put("added", add);
        reply.send(row);
    }
}
