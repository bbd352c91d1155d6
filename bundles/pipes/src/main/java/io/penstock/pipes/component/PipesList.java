package io.penstock.pipes.component;

import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.AdminReply;
import io.penstock.pipes.api.PipeService;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code pipes.list}: every pipe, one row each. */
@Component
public final class PipesList implements AdminCommand {
    private final PipeService pipes;

    /** Of this runtime. */
    @Activate
    public PipesList(@Reference PipeService pipes) {
        this.pipes = pipes;
    }

    @Override
    public String name() {
        return "pipes.list";
    }

    @Override
    public void run(Map<String, Object> arguments, AdminReply reply) {
        pipes.pipes().forEach(pipe -> reply.send(PipeRows.brief(pipe)));
    }
}
