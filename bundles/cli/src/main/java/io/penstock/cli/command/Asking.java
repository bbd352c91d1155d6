package io.penstock.cli.command;

import io.penstock.cli.Console;
import io.penstock.core.error.ErrorKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * A command that asks the running Penstock one thing and prints the answer's rows. Described by values instead of an
 * annotated class each, as most commands are of this kind.
 */
public final class Asking implements Callable<Integer> {
    private final String question;
    private final Console console;
    private final CommandSpec spec;
    private final Connection connection = new Connection();
    private final Output output = new Output();
    private final List<String> parameters = new ArrayList<>();
    private final List<String> files = new ArrayList<>();
    private final List<String> options = new ArrayList<>();
    private final Map<String, String> columns = new LinkedHashMap<>();
    private List<String> verdicts = List.of();
    private String none = "nothing to show";

    /**
     * @param question the admin command
     * @param doc what it does, one sentence
     */
    public Asking(String question, String doc, Console console) {
        this.question = question;
        this.console = console;
        this.spec = CommandSpec.wrapWithoutInspection(this);
        spec.usageMessage().description(doc);
        spec.addMixin("connection", CommandSpec.forAnnotatedObject(connection));
        spec.addMixin("output", CommandSpec.forAnnotatedObject(output));
        spec.usageMessage().sortOptions(false);
    }

    /** Takes one more word, which must be given. */
    public Asking takes(String label, String argument, String doc) {
        return word(label, argument, doc, "1");
    }

    /** Takes one more word, which may be left out. */
    public Asking mayTake(String label, String argument, String doc) {
        return word(label, argument, doc, "0..1");
    }

    /** Takes the path of a file, which is made absolute: the running Penstock has another working folder. */
    public Asking takesFile(String label, String argument, String doc) {
        files.add(argument);
        return takes(label, argument, doc);
    }

    /** As {@link #takesFile}, and may be left out. */
    public Asking mayTakeFile(String label, String argument, String doc) {
        files.add(argument);
        return mayTake(label, argument, doc);
    }

    private Asking word(String label, String argument, String doc, String arity) {
        spec.addPositional(PositionalParamSpec.builder().index(Integer.toString(parameters.size())).paramLabel(label)
                .description(doc).arity(arity).type(String.class).build());
        parameters.add(argument);
        return this;
    }

    /** Has an option with a value. */
    public Asking option(String name, String label, String doc) {
        spec.addOption(OptionSpec.builder("--" + name).paramLabel(label).description(doc).type(String.class).arity("1").build());
        options.add(name);
        return this;
    }

    /** Has a flag. */
    public Asking flag(String name, String doc) {
        spec.addOption(OptionSpec.builder("--" + name).description(doc).type(boolean.class).arity("0").build());
        options.add(name);
        return this;
    }

    /** Has a flag without which a column of the answer is left out. */
    public Asking flagForColumn(String name, String column, String doc) {
        spec.addOption(OptionSpec.builder("--" + name).description(doc).type(boolean.class).arity("0").build());
        columns.put(name, column);
        return this;
    }

    /** Shows how it is used. */
    public Asking examples(String... lines) {
        spec.usageMessage().footer(Examples.of(lines));
        return this;
    }

    /** Ends with the code for RETRY when one of these columns of a row is there and not {@code ok}: for scripts. */
    public Asking endsBadlyUnlessOk(String... columns) {
        verdicts = List.of(columns);
        return this;
    }

    /** What is said to people when the answer has no rows. */
    public Asking whenEmpty(String text) {
        none = text;
        return this;
    }

    /** The lines under a help that show how it is used. */
    public static String[] exampleLines(String... lines) {
        return Examples.of(lines);
    }

    /** Ready to be executed. */
    public CommandLine commandLine() {
        return new CommandLine(spec);
    }

    @Override
    public Integer call() {
        List<Object> rows = connection.ask(question, arguments());
        output.rows(withoutColumns(rows), none, console);
        return rows.stream().allMatch(this::isOk) ? 0 : ErrorKind.RETRY.exitCode();
    }

    private boolean isOk(Object row) {
        return !(row instanceof Map<?, ?> map)
                || verdicts.stream().allMatch(column -> !map.containsKey(column) || "ok".equalsIgnoreCase(String.valueOf(map.get(column))));
    }

    private List<Object> withoutColumns(List<Object> rows) {
        ParseResult parsed = spec.commandLine().getParseResult();
        List<String> left = columns.keySet().stream().filter(flag -> !parsed.hasMatchedOption("--" + flag))
                .map(columns::get).toList();
        return rows.stream().map(row -> row instanceof Map<?, ?> map ? without(map, left) : row).toList();
    }

    private static Object without(Map<?, ?> row, List<String> left) {
        Map<Object, Object> shown = new LinkedHashMap<>(row);
        left.forEach(shown::remove);
        return shown;
    }

    private Map<String, Object> arguments() {
        ParseResult parsed = spec.commandLine().getParseResult();
        Map<String, Object> arguments = new LinkedHashMap<>();
        for (int i = 0; i < parameters.size(); i++) {
            if (parsed.hasMatchedPositional(i)) {
                String word = parsed.matchedPositionalValue(i, "");
                String name = parameters.get(i);
                arguments.put(name, files.contains(name) ? Path.of(word).toAbsolutePath().normalize().toString() : word);
            }
        }
        for (String option : options) {
            if (parsed.hasMatchedOption("--" + option)) {
                arguments.put(option, parsed.matchedOptionValue("--" + option, (Object) true));
            }
        }
        return arguments;
    }
}
