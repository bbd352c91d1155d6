package io.penstock.cli.command;

import io.penstock.cli.Console;
import io.penstock.cli.text.OutputFormat;
import io.penstock.core.error.ErrorKind;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code penstock status}. */
@Command(sortOptions = false, description = "Shows how the running Penstock is: every capability, every pipe, and where "
        + "things are. Ends with 75 when something is down.",
        footer = {"", "Examples:", "  penstock status", "  penstock status -o json", "  penstock status >/dev/null || echo look after it"})
public final class StatusCommand implements Callable<Integer> {
    private final Console console;
    @Mixin
    private final Connection connection = new Connection();
    @Mixin
    private final Output output = new Output();

    /** Prints to the console. */
    public StatusCommand(Console console) {
        this.console = console;
    }

    /** Ends with the code for RETRY when something is DOWN, so that scripts can ask. */
    @Override
    public Integer call() {
        List<Object> answer = connection.ask("status", Map.of());
        Map<?, ?> status = answer.isEmpty() ? Map.of() : (Map<?, ?>) answer.get(0);
        if (output.format() == OutputFormat.TABLE) {
            console.out().print(new StatusView(status).table());
        } else {
            output.value(status, console);
        }
        return "DOWN".equals(status.get("state")) ? ErrorKind.RETRY.exitCode() : 0;
    }
}
