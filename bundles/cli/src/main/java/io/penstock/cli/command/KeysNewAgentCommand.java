package io.penstock.cli.command;

import io.penstock.cli.Console;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code penstock keys new-agent}. */
@Command(sortOptions = false, description = "Makes an agent's identity: its file with the private key, and the half the gateway "
        + "must know. Asks the running Penstock that has the gateway.",
        footer = {"", "Examples:", "  penstock keys new-agent berlin --gateway gw.example.com:8443 --allow db.internal:5432 --add",
            "  penstock keys new-agent berlin --gateway gw.example.com:8443 --file berlin.toml >>penstock.toml"})
public final class KeysNewAgentCommand extends KeysNewCommand {
    @Option(names = "--allow", paramLabel = "TARGET", description = "What the agent may dial: HOST:PORT, *.HOST:PORT-PORT, "
            + "ADDRESS/BITS:PORT. May be given more than once; written into the agent's file, where its owner decides.")
    private List<String> allow = new ArrayList<>();

    /** Prints the gateway's half on the console's output. */
    public KeysNewAgentCommand(Console console) {
        super("keys.new-agent", Path.of("penstock-agent.toml"), console);
    }

    @Override
    Map<String, List<String>> rights() {
        return Map.of("allow", allow);
    }

    @Override
    String use(Path written) {
        return "penstock agent -c " + written;
    }
}
