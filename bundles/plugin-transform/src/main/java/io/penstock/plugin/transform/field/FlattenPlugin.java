package io.penstock.plugin.transform.field;

import io.penstock.core.options.Option;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import io.penstock.core.plugin.Transform;
import io.penstock.core.plugin.TransformPlugin;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Turns nested fields into fields of the event itself. */
@PluginComponent(kind = PluginKind.TRANSFORM, name = "flatten",
        doc = "Turns nested fields into fields of the event itself, their names joined by a separator. An empty map stays.",
        example = "flatten: {separator: _}")
@Component(service = Plugin.class)
public final class FlattenPlugin implements TransformPlugin<FlattenPlugin.Settings> {
    /** What a pipe may set. */
    public record Settings(
            @Option(doc = "The one field to flatten; without it all are.", shorthand = true, example = "payload")
            Optional<String> inputField,
            @Option(doc = "What joins the names.", value = ".") String separator,
            @Option(doc = "Whether lists are flattened too, their elements named by number from 0.", value = "false")
            boolean lists) {
    }

    @Override
    public Class<Settings> options() {
        return Settings.class;
    }

    @Override
    public Transform create(Settings options, NodeContext context) {
        return new Flattener(options);
    }
}
