package io.penstock.pipes.component;

import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.AdminReply;
import io.penstock.core.admin.Arguments;
import io.penstock.pipes.api.PipeService;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * {@code pipes.dead-letters}: those of the pipe named by {@code pipe}, by {@code node}, {@code id} or a part of the
 * {@code reason}, at most {@code limit}; with {@code purge} all of them are thrown away.
 */
@Component
public final class PipesDeadLetters implements AdminCommand {
    private static final int SHOWN = 100;

    private final PipeService pipes;

    /** Of this runtime. */
    @Activate
    public PipesDeadLetters(@Reference PipeService pipes) {
        this.pipes = pipes;
    }

    @Override
    public String name() {
        return "pipes.dead-letters";
    }

    @Override
    public void run(Map<String, Object> given, AdminReply reply) {
        Arguments arguments = new Arguments("pipes", given);
        String pipe = arguments.text("pipe");
        if (arguments.flag("purge")) {
            reply.send(Map.of("purged", pipes.purge(pipe)));
            return;
        }
        pipes.deadLetters(pipe, LetterChoice.of(arguments), arguments.number("limit", SHOWN, LetterChoice.MAX))
                .forEach(letter -> reply.send(PipeRows.letter(letter)));
    }
}
