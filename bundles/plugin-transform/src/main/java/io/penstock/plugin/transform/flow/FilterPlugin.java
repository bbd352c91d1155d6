package io.penstock.plugin.transform.flow;

import io.penstock.core.options.Option;
import io.penstock.core.plugin.Expression;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import io.penstock.core.plugin.Transform;
import io.penstock.core.plugin.TransformPlugin;
import io.penstock.core.value.Expr;
import org.osgi.service.component.annotations.Component;

/** Lets events through that meet a condition; all others are filtered: their work is done. */
@PluginComponent(kind = PluginKind.TRANSFORM, name = "filter",
        doc = "Lets only events through for which a condition holds.",
        example = "filter: 'status >= 500'")
@Component(service = Plugin.class)
public final class FilterPlugin implements TransformPlugin<FilterPlugin.Settings> {
    /** What a pipe may set. */
    public record Settings(
            @Option(doc = "Events for which this is true go on.", example = "status >= 500",
                    result = Option.Result.BOOL, shorthand = true) Expr condition) {
    }

    @Override
    public Class<Settings> options() {
        return Settings.class;
    }

    @Override
    public Transform create(Settings options, NodeContext context) {
        Expression condition = context.expressions().compile(options.condition(), Option.Result.BOOL);
        return (event, outlet) -> {
            if (condition.test(event)) {
                outlet.emit(event);
            }
        };
    }
}
