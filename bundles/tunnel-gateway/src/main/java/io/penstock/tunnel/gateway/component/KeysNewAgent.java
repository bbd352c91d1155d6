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
 * {@code keys.new-agent}: makes an agent {@code name} that finds its gateway at {@code gateway} and may reach
 * {@code allow}; {@code add} lets it in at once.
 */
@Component
public final class KeysNewAgent implements AdminCommand {
    private final GatewayComponent gateway;
    private final ConfigurationAdmin admin;

    /** Of this runtime. */
    @Activate
    public KeysNewAgent(@Reference GatewayComponent gateway, @Reference ConfigurationAdmin admin) {
        this.gateway = gateway;
        this.admin = admin;
    }

    @Override
    public String name() {
        return "keys.new-agent";
    }

    @Override
    public void run(Map<String, Object> given, AdminReply reply) {
        Arguments arguments = new Arguments(given);
        String name = arguments.text("name");
        IdentityHalves made = IdentityHalves.ofAgent(name, arguments.text("gateway"), gateway.pin(), arguments.list("allow"),
                gateway.random());
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
