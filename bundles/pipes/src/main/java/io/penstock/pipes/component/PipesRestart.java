package io.penstock.pipes.component;

import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.AdminReply;
import io.penstock.core.admin.Arguments;
import io.penstock.pipes.api.PipeService;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code pipes.restart}: drains the pipe named by {@code pipe} and starts it again. */
@Component
public final class PipesRestart implements AdminCommand {
    private final PipeService pipes;

    /** Of this runtime. */
    @Activate
    public PipesRestart(@Reference PipeService pipes) {
        this.pipes = pipes;
    }

    @Override
    public String name() {
        return "pipes.restart";
    }

    @Override
    public void run(Map<String, Object> arguments, AdminReply reply) throws InterruptedException {
        String name = new Arguments("pipes", arguments).text("pipe");
        pipes.restart(name);
        pipes.pipe(name).ifPresent(pipe -> reply.send(PipeRows.brief(pipe)));
    }
}
