package io.penstock.cli.command;

import io.penstock.cli.Console;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code penstock keys new-user}. */
@Command(sortOptions = false, description = "Makes a user's identity for penstock tunnel open: a file with the private key, and "
        + "the half the gateway must know. Asks the running Penstock that has the gateway.",
        footer = {"", "Examples:",
            "  penstock keys new-user eva --gateway gw.example.com:8443 --agent berlin --target db.internal:5432 --add",
            "  penstock tunnel open berlin db.internal:5432 --listen 127.0.0.1:5433 -c penstock-user.toml"})
public final class KeysNewUserCommand extends KeysNewCommand {
    @Option(names = "--agent", required = true, paramLabel = "AGENT", description = "Whose targets. May be given more than once.")
    private List<String> agents = new ArrayList<>();
    @Option(names = "--target", required = true, paramLabel = "TARGET", description = "Which of them. May be given more than "
            + "once.")
    private List<String> targets = new ArrayList<>();

    /** Prints the gateway's half on the console's output. */
    public KeysNewUserCommand(Console console) {
        super("keys.new-user", Path.of("penstock-user.toml"), console);
    }

    @Override
    Map<String, List<String>> rights() {
        return Map.of("agents", agents, "targets", targets);
    }

    @Override
    String use(Path written) {
        return "penstock tunnel open " + one(agents, "AGENT") + " " + one(targets, "TARGET") + " --listen 127.0.0.1:5433 -c " + written;
    }

    private static String one(List<String> named, String otherwise) {
        return named.stream().filter(name -> !name.contains("*")).findFirst().orElse(otherwise);
    }
}
