package io.penstock.plugin.transform.parse;

import io.penstock.core.error.PenstockException;
import io.penstock.core.options.Option;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import io.penstock.core.plugin.Transform;
import io.penstock.core.plugin.TransformPlugin;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Reads the event's time from a field, or writes a time into one. */
@PluginComponent(kind = PluginKind.TRANSFORM, name = "time",
        doc = "Reads a time from a field and makes it the event's time, or puts it into another field. Without an input "
                + "field, writes the event's time into a field.",
        example = "time: {input-field: ts, format: 'dd/MMM/yyyy:HH:mm:ss Z'}")
@Component(service = Plugin.class)
public final class TimePlugin implements TransformPlugin<TimePlugin.Settings> {
    /** What a pipe may set. */
    public record Settings(
            @Option(doc = "Field that holds the time as text, number or time; without it the event's own time is taken.",
                    shorthand = true, example = "ts") Optional<String> inputField,
            @Option(doc = "How it is written, several are tried in order: iso, epoch-s, epoch-ms, epoch-us, epoch-ns, "
                    + "rfc-1123, or a pattern of Java's DateTimeFormatter in English. A pattern without a year takes the "
                    + "year that puts the time at most a day ahead of now.", value = "iso",
                    example = "dd/MMM/yyyy:HH:mm:ss Z") List<String> format,
            @Option(doc = "Time zone of texts that name none, and of written ones.", value = "UTC",
                    example = "Europe/Berlin") ZoneId zone,
            @Option(doc = "Field to put the time into; without it, it becomes the event's time.",
                    example = "'@timestamp'") Optional<String> outputField,
            @Option(doc = "How to write it into the output field, as one of the formats; without it the field holds a time.",
                    example = "epoch-ms") Optional<String> outputFormat,
            @Option(doc = "What becomes of an event whose field cannot be read or is not there.", value = "error")
            OnNoMatch onNoMatch,
            @Option(doc = "Whether to remove the input field.", value = "false") boolean remove) {
    }

    @Override
    public Class<Settings> options() {
        return Settings.class;
    }

    @Override
    public List<OptionProblem> check(Settings options) {
        List<OptionProblem> problems = new ArrayList<>();
        for (int i = 0; i < options.format().size(); i++) {
            check(options.format().get(i), true, List.of("format", Integer.toString(i)), problems);
        }
        options.outputFormat().ifPresent(format -> check(format, false, List.of("output-format"), problems));
        if (options.outputField().isEmpty() && (options.inputField().isEmpty() || options.outputFormat().isPresent())) {
            problems.add(new OptionProblem(List.of("output-field"), "time.no-field", "expected a field to write into"));
        }
        return problems;
    }

    private static void check(String format, boolean reads, List<String> path, List<OptionProblem> problems) {
        try {
            TimeFormat made = TimeFormat.of(format, ZoneOffset.UTC);
            if (reads && !made.readsBack()) {
                problems.add(new OptionProblem(path, "time.format",
                        "expected a pattern with at least month, day and hour, but found \"" + format + "\""));
            }
        } catch (PenstockException e) {
            problems.add(new OptionProblem(path, e.code(), e.getMessage()));
        }
    }

    @Override
    public Transform create(Settings options, NodeContext context) {
        return new TimeStep(options, context.clock());
    }
}
