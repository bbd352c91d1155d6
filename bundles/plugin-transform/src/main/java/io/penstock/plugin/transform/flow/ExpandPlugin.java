package io.penstock.plugin.transform.flow;

import io.penstock.core.options.Option;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import io.penstock.core.plugin.Transform;
import io.penstock.core.plugin.TransformPlugin;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Makes one event of each element of a list. */
@PluginComponent(kind = PluginKind.TRANSFORM, name = "expand",
        doc = "Makes one event of each element of a list field (or of each part of a text), with the event's other fields. "
                + "An empty list makes none; an event without the field goes on unchanged.",
        example = "expand: {input-field: items, merge: true}")
@Component(service = Plugin.class)
public final class ExpandPlugin implements TransformPlugin<ExpandPlugin.Settings> {
    /** What a pipe may set. */
    public record Settings(
            @Option(doc = "Field that holds the list.", shorthand = true, example = "items") String inputField,
            @Option(doc = "Field for the element; without it, the input field itself.", example = "item")
            Optional<String> outputField,
            @Option(doc = "Whether the members of elements that are maps become fields of the event.", value = "false")
            boolean merge,
            @Option(doc = "Splits a text at this; without it a text is an error.", example = ",")
            Optional<String> delimiter) {
    }

    @Override
    public Class<Settings> options() {
        return Settings.class;
    }

    @Override
    public List<OptionProblem> check(Settings options) {
        return options.delimiter().filter(String::isEmpty).isPresent()
                ? List.of(new OptionProblem(List.of("delimiter"), "expand.delimiter", "expected a text that is not empty"))
                : List.of();
    }

    @Override
    public Transform create(Settings options, NodeContext context) {
        return new Expander(options);
    }
}
