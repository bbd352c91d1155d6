package io.penstock.plugin.transform.field;

import io.penstock.core.event.Fields;
import io.penstock.core.options.Option;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.plugin.Expression;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import io.penstock.core.plugin.Transform;
import io.penstock.core.plugin.TransformPlugin;
import io.penstock.core.value.Expr;
import io.penstock.plugin.transform.value.FieldAssignment;
import io.penstock.plugin.transform.value.FieldPath;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Sets fields to what expressions give, then removes fields. */
@PluginComponent(kind = PluginKind.TRANSFORM, name = "map",
        doc = "Sets fields to what expressions give, then removes fields. Every expression sees the event as it came.",
        example = "map: {set: {is_error: 'status >= 500', kib: 'bytes / 1024'}, remove: [_raw]}")
@Component(service = Plugin.class)
public final class MapPlugin implements TransformPlugin<MapPlugin.Settings> {
    /** What a pipe may set. */
    public record Settings(
            @Option(doc = "Fields with the expression that gives the value of each, in order.", shorthand = true,
                    example = "{is_error: 'status >= 500'}") Map<String, Expr> set,
            @Option(doc = "Fields to remove afterwards.", example = "[_raw]") List<String> remove) {
    }

    @Override
    public Class<Settings> options() {
        return Settings.class;
    }

    @Override
    public List<OptionProblem> check(Settings options) {
        return options.set().isEmpty() && options.remove().isEmpty()
                ? List.of(new OptionProblem(List.of(), "map.nothing", "expected set, remove or both, but there is neither"))
                : List.of();
    }

    @Override
    public Transform create(Settings options, NodeContext context) {
        FieldAssignment targets = FieldAssignment.to(List.copyOf(options.set().keySet()));
        Expression[] sources = options.set().values().stream()
                .map(source -> context.expressions().compile(source, Option.Result.ANY)).toArray(Expression[]::new);
        List<FieldPath> removed = options.remove().stream().map(FieldPath::of).toList();
        return (event, outlet) -> {
            Object[] values = new Object[sources.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = sources[i].eval(event);
            }
            Fields fields = targets.apply(event.fields(), values);
            for (FieldPath path : removed) {
                fields = path.remove(fields);
            }
            outlet.emit(event.withFields(fields));
        };
    }
}
