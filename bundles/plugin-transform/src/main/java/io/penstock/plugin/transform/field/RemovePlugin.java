package io.penstock.plugin.transform.field;

import io.penstock.core.options.Option;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import io.penstock.core.plugin.Transform;
import io.penstock.core.plugin.TransformPlugin;
import java.util.List;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Component;

/** Removes fields. */
@PluginComponent(kind = PluginKind.TRANSFORM, name = "remove",
        doc = "Removes fields by name or by pattern, or keeps only some.",
        example = "remove: [_raw, password]")
@Component(service = Plugin.class)
public final class RemovePlugin implements TransformPlugin<RemovePlugin.Settings> {
    /** What a pipe may set. */
    public record Settings(
            @Option(doc = "Fields to remove.", shorthand = true, example = "[_raw]") List<String> fields,
            @Option(doc = "Regular expressions: fields whose whole name matches one are removed.",
                    example = "['tmp_.*']") List<Pattern> patterns,
            @Option(doc = "Keeps only these fields; the others are removed. Not together with the options above.",
                    example = "[host, message]") List<String> keep) {
    }

    @Override
    public Class<Settings> options() {
        return Settings.class;
    }

    @Override
    public List<OptionProblem> check(Settings options) {
        boolean removes = !options.fields().isEmpty() || !options.patterns().isEmpty();
        if (removes && !options.keep().isEmpty()) {
            return List.of(new OptionProblem(List.of("keep"), "remove.both", "expected either keep or fields and patterns"));
        }
        return removes || !options.keep().isEmpty() ? List.of()
                : List.of(new OptionProblem(List.of(), "remove.nothing", "expected fields, patterns or keep"));
    }

    @Override
    public Transform create(Settings options, NodeContext context) {
        return options.keep().isEmpty() ? new FieldRemoval(options.fields(), options.patterns())
                : new FieldSelection(options.keep());
    }
}
