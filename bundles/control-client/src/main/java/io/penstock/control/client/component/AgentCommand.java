package io.penstock.control.client.component;

import io.penstock.control.api.PipeReport;
import io.penstock.control.client.session.ControlClient;
import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.AdminReply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * {@code control.agent}: who this agent is, whose, how it stands with its server, and every pipe with what runs and what the
 * last attempt did.
 */
@Component
public final class AgentCommand implements AdminCommand {
    private final ClientComponent component;

    @Activate
    public AgentCommand(@Reference ClientComponent component) {
        this.component = component;
    }

    @Override
    public String name() {
        return "control.agent";
    }

    @Override
    public void run(Map<String, Object> arguments, AdminReply reply) {
        reply.send(component.client().map(AgentCommand::row).orElseGet(() -> Map.of("state", "alone",
                "reason", "no server is set: [control-client] server-url")));
    }

    private static Map<String, Object> row(ControlClient client) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", client.name());
        row.put("id", client.identity().agentId().orElse(""));
        row.put("server", client.server());
        row.put("state", client.standing().kind().name().toLowerCase(Locale.ROOT));
        row.put("reason", client.standing().health().reason());
        row.put("since", client.standing().since().toString());
        row.put("answered", client.answered().map(Object::toString).orElse(""));
        row.put("generation", client.manifest().map(manifest -> (Object) manifest.generation()).orElse(""));
        row.put("problems", client.problems());
        List<Object> pipes = new ArrayList<>();
        client.pipes().forEach(pipe -> pipes.add(row(pipe)));
        row.put("pipes", pipes);
        return row;
    }

    private static Map<String, Object> row(PipeReport pipe) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", pipe.name());
        row.put("origin", pipe.origin().name().toLowerCase(Locale.ROOT));
        row.put("state", pipe.state().name().toLowerCase(Locale.ROOT));
        row.put("running", pipe.running().map(running -> (Object) running.revision()).orElse(""));
        row.put("attempt", pipe.lastAttempt().map(last -> last.revision() + " "
                + last.result().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                + last.code().map(code -> " (" + code + ")").orElse("")).orElse(""));
        row.put("reason", pipe.reason().orElse(""));
        return row;
    }
}
