package io.penstock.cli.command;

import io.penstock.admin.api.AdminClient;
import io.penstock.cli.Console;
import io.penstock.core.concurrent.StopSignal;
import io.penstock.core.error.PenstockException;
import io.penstock.core.time.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** What a person is told once everything runs: what it is, where to look, and how to stop. */
final class Welcome {
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    /** Bundles have all started by now; what is left are ports being bound and pipes making their first connections. */
    private static final int LOOKS = 40;

    private final Console console;

    Welcome(Console console) {
        this.console = console;
    }

    void tell(Path data) throws InterruptedException {
        StopSignal pause = new StopSignal(Clock.system());
        Optional<StatusView> status = Optional.empty();
        for (int i = 0; i < LOOKS && !status.map(StatusView::settled).orElse(false); i++) {
            pause.pause(LOOK_EVERY);
            status = ask(data);
        }
        if (status.isPresent()) {
            console.out().print(status.get().welcome());
        } else {
            console.err().println("penstock: running, but the admin socket in " + data + " does not answer; the log tells why");
        }
        console.out().flush();
    }

    private static Optional<StatusView> ask(Path data) {
        AtomicReference<Object> answer = new AtomicReference<>();
        try (AdminClient client = AdminClient.connect(data)) {
            client.call("status", Map.of(), answer::set);
        } catch (PenstockException e) {
            // Not there yet: asked again, and told in the end.
            return Optional.empty();
        }
        return answer.get() instanceof Map<?, ?> map ? Optional.of(new StatusView(map)) : Optional.empty();
    }
}
