package io.penstock.plugin.transform.parse;

import io.penstock.core.options.Option;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import io.penstock.core.plugin.Transform;
import io.penstock.core.plugin.TransformPlugin;
import io.penstock.plugin.transform.value.TargetType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Reads separated values. */
@PluginComponent(kind = PluginKind.TRANSFORM, name = "csv",
        doc = "Reads separated values, quoted as in RFC 4180, one event for each record in the text. The columns are given, "
                + "or read from a header. Of a typed column an empty value is null.",
        example = "csv: {columns: [time, host, load], types: {load: float}}")
@Component(service = Plugin.class)
public final class CsvPlugin implements TransformPlugin<CsvPlugin.Settings> {
    /** Where the columns' names come from. */
    public enum Header {
        /** From the option columns. */
        NONE,
        /** From the first record this step ever saw; it is kept over restarts, and dropped wherever it comes again. */
        FIRST,
        /** From the first record of every text. */
        EACH
    }

    /** What to do with a record that has not one value for each column. */
    public enum OnMismatch {
        /** An event error. */
        ERROR,
        /** Missing values leave their fields out, further ones are named by their column's number, from 1. */
        FIT
    }

    /** What a pipe may set. */
    public record Settings(
            @Option(doc = "Names of the columns, in order; an empty name skips the column.", shorthand = true,
                    example = "[time, host, load]") List<String> columns,
            @Option(doc = "Where the names come from instead: first is the first record ever seen (kept over restarts, "
                    + "dropped wherever it comes again), each is the first record of every text.", value = "none")
            Header header,
            @Option(doc = "Field that holds the text.", value = "_raw") String inputField,
            @Option(doc = "The character between values; tab may be written so.", value = ",") String delimiter,
            @Option(doc = "The character around values that hold others.", value = "\"") String quote,
            @Option(doc = "Types of columns, as for convert; the others stay texts.", example = "{load: float}")
            Map<String, TargetType> types,
            @Option(doc = "What to do with a record that has not one value for each column: an error, or fit, where missing "
                    + "values leave their fields out and further ones become column_N.", value = "error")
            OnMismatch onMismatch,
            @Option(doc = "What becomes of an event whose input field is not there or is no text.", value = "error")
            OnNoMatch onNoMatch,
            @Option(doc = "Whether to remove the input field.", value = "false") boolean remove) {
        char delimiterChar() {
            return "tab".equals(delimiter) ? '\t' : delimiter.charAt(0);
        }
    }

    @Override
    public Class<Settings> options() {
        return Settings.class;
    }

    @Override
    public List<OptionProblem> check(Settings options) {
        List<OptionProblem> problems = new ArrayList<>();
        if (options.columns().isEmpty() == (options.header() == Header.NONE)) {
            problems.add(new OptionProblem(List.of("columns"), "csv.columns", "expected either columns or a header"));
        }
        if (options.delimiter().length() != 1 && !"tab".equals(options.delimiter())) {
            problems.add(new OptionProblem(List.of("delimiter"), "csv.delimiter",
                    "expected one character or tab, but found \"" + options.delimiter() + "\""));
        }
        if (options.quote().length() != 1) {
            problems.add(new OptionProblem(List.of("quote"), "csv.quote-char",
                    "expected one character, but found \"" + options.quote() + "\""));
        }
        if (options.header() == Header.NONE) {
            options.types().keySet().stream().filter(name -> !options.columns().contains(name)).forEach(name ->
                    problems.add(new OptionProblem(List.of("types", name), "csv.unknown-column", "there is no column \""
                            + name + "\" among " + String.join(", ", options.columns()))));
        }
        return problems;
    }

    @Override
    public Transform create(Settings options, NodeContext context) {
        CsvColumns columns = switch (options.header()) {
            case NONE -> CsvColumns.given(options.columns());
            case FIRST -> CsvColumns.keptIn(context.dataFolder().resolve("csv-header"));
            case EACH -> CsvColumns.ofEachText();
        };
        return new CsvRows(options, columns);
    }
}
