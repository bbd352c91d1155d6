package io.penstock.cli.command;

import io.penstock.admin.api.PlainJson;
import io.penstock.cli.Console;
import io.penstock.cli.text.OutputFormat;
import io.penstock.cli.text.TableText;
import io.penstock.cli.text.Terminal;
import io.penstock.cli.text.YamlText;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** How a command writes what it found. */
public final class Output {
    @Option(names = {"-o", "--output"}, paramLabel = "FORMAT", defaultValue = "table",
            description = "How to print: ${COMPLETION-CANDIDATES}. Default: table.")
    private OutputFormat format = OutputFormat.TABLE;

    /** What was asked for. */
    public OutputFormat format() {
        return format;
    }

    /** How wide a table may be; 0 for any. */
    public int columns() {
        return Terminal.columns();
    }

    /** Rows of one shape; {@code none} is said to people when there are none. */
    public void rows(List<?> rows, String none, Console console) {
        if (format != OutputFormat.TABLE) {
            value(rows, console);
        } else if (rows.isEmpty()) {
            console.err().println(none);
        } else {
            console.out().print(TableText.of(rows.stream().map(Output::row).toList(), columns()));
        }
    }

    private static Map<?, ?> row(Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of("value", String.valueOf(value));
    }

    /** Anything, for programs; or one thing, a line for each of its keys, for people. */
    public void value(Object value, Console console) {
        if (format == OutputFormat.JSON) {
            console.out().println(PlainJson.pretty(value));
        } else {
            console.out().print(YamlText.of(value));
        }
    }
}
