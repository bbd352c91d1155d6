package io.penstock.relay.server;

import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.AdminReply;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** {@code relay.clients}: who sends to this server, a row each. */
@Component
public final class RelayClientsCommand implements AdminCommand {
    @Override
    public String name() {
        return "relay.clients";
    }

    @Override
    public void run(Map<String, Object> arguments, AdminReply reply) {
        for (LiveRelay live : LiveRelays.ALL.now()) {
            for (Client client : live.relay().clients().all()) {
                if (!client.visit().name().isEmpty()) {
                    reply.send(ClientRow.of(live, client));
                }
            }
        }
    }
}
