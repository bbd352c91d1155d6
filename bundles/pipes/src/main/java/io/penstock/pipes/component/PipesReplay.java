package io.penstock.pipes.component;

import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.AdminReply;
import io.penstock.core.admin.Arguments;
import io.penstock.pipes.api.PipeService;
import java.time.Duration;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code pipes.replay}: sends dead letters, chosen as by {@code pipes.dead-letters}, into their nodes again. */
@Component
public final class PipesReplay implements AdminCommand {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final PipeService pipes;

    /** Of this runtime. */
    @Activate
    public PipesReplay(@Reference PipeService pipes) {
        this.pipes = pipes;
    }

    @Override
    public String name() {
        return "pipes.replay";
    }

    @Override
    public void run(Map<String, Object> given, AdminReply reply) throws InterruptedException {
        Arguments arguments = new Arguments("pipes", given);
        long replayed = pipes.replay(arguments.text("pipe"), LetterChoice.of(arguments),
                arguments.number("limit", LetterChoice.MAX, LetterChoice.MAX), DEADLINE);
        reply.send(Map.of("replayed", replayed));
    }
}
