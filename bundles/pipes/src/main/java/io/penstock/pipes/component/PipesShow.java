package io.penstock.pipes.component;

import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.AdminReply;
import io.penstock.core.admin.Arguments;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.pipes.api.PipeService;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code pipes.show}: one pipe, argument {@code pipe}, with its nodes, guarantee and history. */
@Component
public final class PipesShow implements AdminCommand {
    private final PipeService pipes;

    /** Of this runtime. */
    @Activate
    public PipesShow(@Reference PipeService pipes) {
        this.pipes = pipes;
    }

    @Override
    public String name() {
        return "pipes.show";
    }

    @Override
    public void run(Map<String, Object> arguments, AdminReply reply) {
        String name = new Arguments("pipes", arguments).text("pipe");
        reply.send(PipeRows.full(pipes.pipe(name).orElseThrow(() -> new PenstockException(ErrorKind.NOT_FOUND,
                "pipes.unknown", "there is no pipe \"" + name + "\""))));
    }
}
