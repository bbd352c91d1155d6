package io.penstock.plugin.file.write;

import io.penstock.core.error.PenstockException;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Output;
import io.penstock.core.plugin.OutputPlugin;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Writes files. */
@PluginComponent(kind = PluginKind.OUTPUT, name = "file",
        doc = "Appends events as lines to a file, each exactly once, also over crashes; rotates and compresses.",
        example = "file: {path: out/%Y-%m-%d.json, rotate-size: 100MiB}")
@Component(service = Plugin.class)
public final class FileOutputPlugin implements OutputPlugin<FileOutputOptions> {
    @Override
    public Class<FileOutputOptions> options() {
        return FileOutputOptions.class;
    }

    @Override
    public List<OptionProblem> check(FileOutputOptions options) {
        List<OptionProblem> problems = places(options);
        if (options.columns().isEmpty() == (options.format() == FileOutputOptions.Format.CSV)) {
            problems.add(new OptionProblem(List.of("columns"), "file.columns",
                    "\"columns\" must be given with format csv, and only then"));
        }
        return problems;
    }

    /** What is wrong about where to write, and what to keep. */
    static List<OptionProblem> places(FileOutputOptions options) {
        List<OptionProblem> problems = new ArrayList<>();
        try {
            PathTemplate.of(options.path(), options.timeZone());
        } catch (PenstockException e) {
            problems.add(new OptionProblem(List.of("path"), e.code(), e.getMessage()));
        }
        if (options.keep().isPresent() && options.rotateSize().isEmpty() && options.rotateInterval().isEmpty()) {
            problems.add(new OptionProblem(List.of("keep"), "file.keep",
                    "\"keep\" needs \"rotate-size\" or \"rotate-interval\": without them no file is rotated"));
        }
        return problems;
    }

    @Override
    public Guarantee guarantee(FileOutputOptions options) {
        return Guarantee.TRANSACTIONAL;
    }

    @Override
    public Output create(FileOutputOptions options, NodeContext context) {
        return new FileOutput(options, new Encoder(options, CsvLine.COMMA), context.clock(),
                () -> new PositionFile(context.dataFolder().resolve("position")));
    }
}
