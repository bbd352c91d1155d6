package io.penstock.plugin.transform.field;

import io.penstock.core.event.ValueType;
import io.penstock.core.options.Option;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import io.penstock.core.plugin.Transform;
import io.penstock.core.plugin.TransformPlugin;
import io.penstock.plugin.transform.value.FieldAssignment;
import io.penstock.plugin.transform.value.FieldPath;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Adds constant fields. */
@PluginComponent(kind = PluginKind.TRANSFORM, name = "add",
        doc = "Adds fields with fixed values; fields that are there already are kept, unless overwrite is set.",
        example = "add: {site: berlin, version: 2}")
@Component(service = Plugin.class)
public final class AddPlugin implements TransformPlugin<AddPlugin.Settings> {
    /** What a pipe may set. */
    public record Settings(
            @Option(doc = "Fields with the value of each: text, number, true or false, list or map.", shorthand = true,
                    example = "{site: berlin}") Map<String, Object> fields,
            @Option(doc = "Whether to replace fields that are there already.", value = "false") boolean overwrite) {
    }

    @Override
    public Class<Settings> options() {
        return Settings.class;
    }

    @Override
    public List<OptionProblem> check(Settings options) {
        return options.fields().isEmpty()
                ? List.of(new OptionProblem(List.of("fields"), "add.nothing", "expected fields with values")) : List.of();
    }

    @Override
    public Transform create(Settings options, NodeContext context) {
        FieldPath[] paths = options.fields().keySet().stream().map(FieldPath::of).toArray(FieldPath[]::new);
        Object[] constants = options.fields().values().stream().map(ValueType::from).toArray();
        FieldAssignment targets = FieldAssignment.to(List.copyOf(options.fields().keySet()));
        if (options.overwrite()) {
            return (event, outlet) -> outlet.emit(event.withFields(targets.apply(event.fields(), constants)));
        }
        return (event, outlet) -> {
            Object[] values = constants.clone();
            for (int i = 0; i < values.length; i++) {
                values[i] = paths[i].get(event) == null ? values[i] : null;
            }
            outlet.emit(event.withFields(targets.apply(event.fields(), values)));
        };
    }
}
