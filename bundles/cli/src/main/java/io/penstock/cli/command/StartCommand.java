package io.penstock.cli.command;

import io.penstock.cli.Console;
import io.penstock.cli.launch.LaunchOptions;
import io.penstock.cli.launch.LaunchedFramework;
import io.penstock.cli.launch.Launcher;
import io.penstock.cli.launch.Mode;
import io.penstock.core.error.PenstockException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code penstock up}, {@code agent} and {@code server}: runs until stopped. */
@Command(sortOptions = false)
public final class StartCommand implements Callable<Integer> {
    private final Mode mode;
    private final Console console;

    @Option(names = {"-c", "--config"}, paramLabel = "FILE", description = "Settings: the file penstock.toml.")
    private Path config;
    @Option(names = {"-l", "--log"}, paramLabel = "LEVEL", description = "Log level, or MODULE=LEVEL: error, warn, info, "
            + "debug, trace. May be given more than once.")
    private List<String> levels = new ArrayList<>();
    @Option(names = {"-j", "--json"}, description = "Log as JSON, one object a line.")
    private boolean json;
    @Option(names = "--relay-out", paramLabel = "HOST:PORT", description = "Relay this machine's metrics to a server "
            + "started with --relay-in there.")
    private String relayOut;
    @Option(names = "--relay-in", paramLabel = "ADDR:PORT", description = "Take what agents relay to this address into "
            + "the embedded database.")
    private String relayIn;
    @Option(names = "--set", paramLabel = "TABLE.KEY=VALUE", description = "One setting, stronger than file and "
            + "environment. May be given more than once.")
    private List<String> settings = new ArrayList<>();
    @Option(names = "--data", paramLabel = "FOLDER", description = "Where everything that is kept lies.")
    private Path data;
    @Option(names = "--pipes", paramLabel = "FOLDER", description = "Where pipes (*.yaml) are read from, now and when "
            + "they change.")
    private Path pipes;
    @Option(names = {"-q", "--quiet"}, description = "Do not tell what runs and where to look.")
    private boolean quiet;

    /** For one way of running. */
    public StartCommand(Mode mode, Console console) {
        this.mode = mode;
        this.console = console;
    }

    /**
     * The command as these words ask for it, read without picocli, whose classes would take a tenth of the whole start.
     *
     * @return empty unless every word is an option by its own name, with its value in the next word: the rest, mistakes
     *         and the call for help are picocli's to read
     */
    public static Optional<StartCommand> of(Mode mode, Console console, List<String> words) {
        StartCommand command = new StartCommand(mode, console);
        Iterator<String> rest = words.iterator();
        while (rest.hasNext()) {
            if (!command.take(rest.next(), rest)) {
                return Optional.empty();
            }
        }
        return Optional.of(command);
    }

    private boolean take(String option, Iterator<String> rest) {
        switch (option) {
            case "--json", "-j" -> json = true;
            case "--quiet", "-q" -> quiet = true;
            default -> {
                String value = rest.hasNext() ? rest.next() : "-";
                // To picocli these are another option, and a file of further words.
                return !value.startsWith("-") && !value.startsWith("@") && take(option, value);
            }
        }
        return true;
    }

    private boolean take(String option, String value) {
        Path before = null;
        switch (option) {
            case "--log", "-l" -> levels.add(value);
            case "--set" -> settings.add(value);
            case "--config", "-c" -> {
                before = config;
                config = Path.of(value);
            }
            case "--data" -> {
                before = data;
                data = Path.of(value);
            }
            case "--pipes" -> {
                before = pipes;
                pipes = Path.of(value);
            }
            default -> {
                return false;
            }
        }
        // Said twice is a mistake.
        return before == null;
    }

    @Override
    public Integer call() throws InterruptedException {
        LaunchOptions options = options();
        if (!quiet) {
            console.err().println("penstock " + mode.word() + ": starting …");
        }
        LaunchedFramework launched = Launcher.launch(options, line -> console.err().println("penstock: " + line));
        if (!quiet) {
            new Welcome(console).tell(options.data());
        }
        return launched.awaitStop();
    }

    private LaunchOptions options() {
        LaunchOptions options = LaunchOptions.ofProcess(mode);
        if (config != null) {
            options = options.withConfig(config);
        }
        if (data != null) {
            options = options.withData(data);
        }
        if (pipes != null) {
            options = options.withPipes(pipes);
        }
        return options.withProperty("io.penstock.flags", String.join("\n", flags()));
    }

    /** All flags in the one form the settings know: {@code table.key=value}. */
    private List<String> flags() {
        List<String> flags = new ArrayList<>();
        for (String level : levels) {
            flags.add(level.contains("=") ? "log.levels." + level : "log.level=" + level);
        }
        if (json) {
            flags.add("log.format=json");
        }
        if (relayOut != null) {
            flags.add("relay-client.relay-server=" + HostPort.checked("--relay-out", relayOut));
        }
        if (relayIn != null) {
            flags.add("relay-server.address=" + HostPort.checked("--relay-in", relayIn));
        }
        for (String setting : settings) {
            if (!setting.matches("[a-z][a-z0-9-]*\\.[^=]+=(?s:.*)")) {
                throw PenstockException.invalid("cli.set", "expected --set TABLE.KEY=VALUE, but found \"" + setting + "\"");
            }
            flags.add(setting.replace("\n", " "));
        }
        return flags;
    }
}
