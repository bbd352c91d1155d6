package io.penstock.tunnel.gateway.component;

import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.AdminReply;
import io.penstock.core.admin.Arguments;
import io.penstock.tunnel.gateway.IdentityHalves;
import java.util.LinkedHashMap;
import java.util.Map;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * What {@code keys.new-agent} and {@code keys.new-user} share: somebody of this {@code name} is made, who finds the gateway
 * at {@code gateway}; {@code add} lets it in at once.
 */
abstract class KeysNew implements AdminCommand {
    private final GatewayComponent gateway;
    private final ConfigurationAdmin admin;

    KeysNew(GatewayComponent gateway, ConfigurationAdmin admin) {
        this.gateway = gateway;
        this.admin = admin;
    }

    abstract IdentityHalves make(GatewayComponent gateway, Arguments arguments);

    @Override
    public final void run(Map<String, Object> given, AdminReply reply) {
        Arguments arguments = new Arguments("tunnel-gateway", given);
        String name = arguments.text("name");
        IdentityHalves made = make(gateway, arguments);
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
