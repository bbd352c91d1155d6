package io.penstock.cli.command;

import io.penstock.cli.Console;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * What {@code penstock keys new-agent} and {@code new-user} share: the running gateway makes a pair of keys and keeps
 * neither, the private half goes into a file, the public one into the gateway's settings.
 */
@Command(sortOptions = false)
abstract class KeysNewCommand implements Callable<Integer> {
    private final Console console;
    private final String question;

    @Parameters(index = "0", paramLabel = "NAME", description = "Its name at the gateway: letters, digits, - and _.")
    private String name = "";
    @Option(names = "--gateway", required = true, paramLabel = "HOST:PORT", description = "The gateway as it is reached from "
            + "there.")
    private String gateway = "";
    @Option(names = "--file", paramLabel = "FILE", description = "Where the identity goes. Default: ${DEFAULT-VALUE}.")
    private Path file;
    @Option(names = "--add", description = "Also tell the running gateway, at once; kept as an override of its file.")
    private boolean add;
    @Option(names = "--force", description = "Replace the file when it is there.")
    private boolean force;
    @Mixin
    private final Connection connection = new Connection();

    KeysNewCommand(String question, Path file, Console console) {
        this.question = question;
        this.file = file;
        this.console = console;
    }

    /** What is asked for besides name and gateway, as the settings' keys say it. */
    abstract Map<String, List<String>> rights();

    /** The command that uses the file. */
    abstract String use(Path written);

    @Override
    public final Integer call() {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,63}")) {
            throw PenstockException.invalid("keys.name", "expected a name of letters, digits, - and _, but found \"" + name + "\"");
        }
        HostPort.checked("--gateway", gateway);
        try (IdentityFile identity = IdentityFile.begin(file, force)) {
            Map<?, ?> made = ask();
            identity.write(String.valueOf(made.get("identity")));
            tell(identity.path(), String.valueOf(made.get("table")));
        }
        return 0;
    }

    private Map<?, ?> ask() {
        Map<String, Object> arguments = new LinkedHashMap<>(rights());
        arguments.put("name", name);
        arguments.put("gateway", gateway);
        arguments.put("add", add);
        List<Object> answer = connection.ask(question, arguments);
        if (answer.size() != 1 || !(answer.get(0) instanceof Map<?, ?> made)) {
            throw new PenstockException(ErrorKind.BUG, "keys.answer", "the gateway answered " + question + " with no key");
        }
        return made;
    }

    private void tell(Path written, String half) {
        console.err().println("penstock: " + written + " holds the private key, for its owner only; it is kept nowhere else.");
        if (add) {
            console.err().println("penstock: the gateway knows " + name + " from now on. What it was told:");
        } else {
            console.err().println("penstock: the gateway's half, for its penstock.toml (--add would have told it):");
        }
        console.out().println(half.stripTrailing());
        console.err().println("penstock: start with  " + use(written));
    }
}
