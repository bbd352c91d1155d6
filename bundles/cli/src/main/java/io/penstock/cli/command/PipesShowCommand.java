package io.penstock.cli.command;

import io.penstock.cli.Console;
import io.penstock.cli.text.OutputFormat;
import io.penstock.cli.text.TableText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code penstock pipes show}. */
@Command(sortOptions = false, description = "Shows one pipe: state, guarantee, every node with its counts, and how it came here.",
        footer = {"", "Examples:", "  penstock pipes show host", "  penstock pipes show host -o yaml"})
public final class PipesShowCommand implements Callable<Integer> {
    private final Console console;
    @Mixin
    private final Connection connection = new Connection();
    @Mixin
    private final Output output = new Output();
    @Parameters(index = "0", paramLabel = "PIPE", description = "The pipe's name.")
    private String pipe = "";

    /** Prints to the console. */
    public PipesShowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        for (Object answer : connection.ask("pipes.show", Map.of("pipe", pipe))) {
            if (output.format() == OutputFormat.TABLE && answer instanceof Map<?, ?> map) {
                print(map);
            } else {
                output.value(answer, console);
            }
        }
        return 0;
    }

    /** What is one value a line by line; what is a list of rows as a table below. */
    private void print(Map<?, ?> status) {
        List<String> tables = new ArrayList<>();
        status.forEach((key, value) -> {
            if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Map) {
                tables.add(TableText.of(list.stream().map(row -> shown((Map<?, ?>) row)).toList()));
            } else if (!TableText.cell(value).isEmpty()) {
                console.out().println(TableText.printable(key + ": " + TableText.cell(value)));
            }
        });
        tables.forEach(table -> console.out().print("\n" + table));
    }

    /** A column of zeros says nothing to a person. */
    private static Map<String, Object> shown(Map<?, ?> row) {
        Map<String, Object> shown = new LinkedHashMap<>();
        row.forEach((key, value) -> {
            boolean silent = Long.valueOf(0).equals(value) && !List.of("in", "out").contains(key);
            shown.put(String.valueOf(key), silent ? null : value);
        });
        return shown;
    }
}
