package io.penstock.cli.command;

import io.penstock.admin.api.AdminClient;
import io.penstock.admin.api.PlainJson;
import io.penstock.cli.Console;
import io.penstock.cli.text.OutputFormat;
import io.penstock.cli.text.TableText;
import io.penstock.cli.text.YamlText;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code penstock logs}. */
@Command(sortOptions = false, description = "Shows what the running Penstock logged last.",
        footer = {"", "Examples:", "  penstock logs -f", "  penstock logs -n 200 --level warn", "  penstock logs -f --module pipes -o json",
            "  # hear more from one module, at once and without a restart", "  penstock config set log.levels.pipes debug"})
public final class LogsCommand implements Callable<Integer> {
    private final Console console;
    @Mixin
    private final Connection connection = new Connection();
    @Mixin
    private final Output output = new Output();
    @Option(names = {"-f", "--follow"}, description = "Keep showing what comes.")
    private boolean follow;
    @Option(names = {"-n", "--lines"}, paramLabel = "N", defaultValue = "20", description = "How many lines of the past. Default: 20.")
    private int lines;
    @Option(names = "--level", paramLabel = "LEVEL", defaultValue = "info",
            description = "Only this and worse: error, warn, info, debug, trace. Default: info.")
    private String level = "";
    @Option(names = "--module", paramLabel = "NAME", defaultValue = "", description = "Only of modules whose name starts like this.")
    private String module = "";

    /** Prints to the console. */
    public LogsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("follow", follow);
        arguments.put("lines", lines);
        arguments.put("level", level);
        if (!module.isEmpty()) {
            arguments.put("module", module);
        }
        try (AdminClient client = connection.open()) {
            client.call("logs.tail", arguments, this::print);
        }
        return 0;
    }

    private void print(Object value) {
        if (output.format() == OutputFormat.JSON) {
            console.out().println(PlainJson.line(value));
        } else if (output.format() == OutputFormat.YAML) {
            console.out().print("---\n" + YamlText.of(value));
        } else if (value instanceof Map<?, ?> row && row.containsKey("missed")) {
            console.err().println("penstock: " + row.get("missed") + " lines were too many to follow");
        } else if (value instanceof Map<?, ?> row) {
            Object error = row.get("error");
            console.out().println(row.get("time") + " " + String.format(Locale.ROOT, "%-5s", row.get("level")) + " "
                    + row.get("module") + ": " + TableText.cell(row.get("message"))
                    + (error == null ? "" : " (" + TableText.cell(error) + ")"));
        }
    }
}
