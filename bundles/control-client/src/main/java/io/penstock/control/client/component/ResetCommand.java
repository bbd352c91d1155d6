package io.penstock.control.client.component;

import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.AdminReply;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code control.reset}: forgets who this agent is and everything the server wanted; it enrols anew with the key it is given. */
@Component
public final class ResetCommand implements AdminCommand {
    private final ClientComponent component;

    @Activate
    public ResetCommand(@Reference ClientComponent component) {
        this.component = component;
    }

    @Override
    public String name() {
        return "control.reset";
    }

    @Override
    public void run(Map<String, Object> arguments, AdminReply reply) {
        component.reset();
        reply.send(Map.of("reset", true));
    }
}
