package io.penstock.cli.command;

import io.penstock.cli.Console;
import io.penstock.cli.launch.LaunchOptions;
import io.penstock.cli.launch.Mode;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code penstock plugins list}. */
@Command(sortOptions = false, description = "Lists every input, transform and output there is: in the running Penstock, or in the "
        + "folders one would start from.",
        footer = {"", "Examples:", "  penstock plugins list", "  penstock plugins list -o json"})
public final class PluginsListCommand implements Callable<Integer> {
    private final Console console;
    @Mixin
    private final Connection connection = new Connection();
    @Mixin
    private final Output output = new Output();

    /** Prints to the console. */
    public PluginsListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        output.rows(rows(), "no plugins", console);
        return 0;
    }

    private List<?> rows() {
        try {
            return connection.ask("plugins.list", Map.of());
        } catch (PenstockException e) {
            if (e.kind() != ErrorKind.CLOSED) {
                throw e;
            }
            console.err().println("penstock: nothing runs here; these are the plugins one would start with");
            return LocalPipes.scan(LaunchOptions.ofProcess(Mode.UP), List.of()).rows();
        }
    }
}
