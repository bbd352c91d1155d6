package io.penstock.plugin.file.write;

import io.penstock.core.options.OptionProblem;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Output;
import io.penstock.core.plugin.OutputPlugin;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import java.util.HashSet;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Writes CSV files. */
@PluginComponent(kind = PluginKind.OUTPUT, name = "csv",
        doc = "Appends measurements to a CSV file in Alumet's layout, each exactly once, also over crashes; rotates and compresses.",
        example = "csv: {path: out/measurements-%Y-%m-%d.csv, rotate-size: 100MiB}")
@Component(service = Plugin.class)
public final class CsvOutputPlugin implements OutputPlugin<CsvOutputOptions> {
    @Override
    public Class<CsvOutputOptions> options() {
        return CsvOutputOptions.class;
    }

    @Override
    public List<OptionProblem> check(CsvOutputOptions options) {
        List<OptionProblem> problems = FileOutputPlugin.places(options.file());
        if (options.delimiter().length() != 1 || "\"\n\r".contains(options.delimiter())
                || Character.isSurrogate(options.delimiter().charAt(0))) {
            problems.add(problem("delimiter", "expected one character that is no quote and no line end, but found \""
                    + options.delimiter() + "\""));
        }
        if (!options.columns().isEmpty() && !options.attributes().isEmpty()) {
            problems.add(problem("attributes", "attributes are those of measurements, which are not written with \"columns\""));
        }
        if (new HashSet<>(options.attributes()).size() < options.attributes().size()
                || options.attributes().stream().anyMatch(CsvColumns.FIXED::contains)) {
            problems.add(problem("attributes", "expected names, each once, and none of " + CsvColumns.FIXED));
        }
        return problems;
    }

    private static OptionProblem problem(String key, String message) {
        return new OptionProblem(List.of(key), "csv." + key, message);
    }

    @Override
    public Guarantee guarantee(CsvOutputOptions options) {
        return Guarantee.TRANSACTIONAL;
    }

    @Override
    public Output create(CsvOutputOptions options, NodeContext context) {
        char delimiter = options.delimiter().charAt(0);
        BatchEncoder encoder = options.columns().isEmpty() ? new MeasurementLines(options, delimiter)
                : new Encoder(options.file(), delimiter);
        return new FileOutput(options.file(), encoder, context.clock(),
                () -> new PositionFile(context.dataFolder().resolve("position")));
    }
}
