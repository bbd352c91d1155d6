package io.penstock.pipes.component;

import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.AdminReply;
import io.penstock.core.admin.Arguments;
import io.penstock.pipes.api.PipeService;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code pipes.resume}: starts the pipe named by {@code pipe} where it is paused, failed or complete. */
@Component
public final class PipesResume implements AdminCommand {
    private final PipeService pipes;

    /** Of this runtime. */
    @Activate
    public PipesResume(@Reference PipeService pipes) {
        this.pipes = pipes;
    }

    @Override
    public String name() {
        return "pipes.resume";
    }

    @Override
    public void run(Map<String, Object> arguments, AdminReply reply) throws InterruptedException {
        String name = new Arguments("pipes", arguments).text("pipe");
        pipes.resume(name);
        pipes.pipe(name).ifPresent(pipe -> reply.send(PipeRows.brief(pipe)));
    }
}
