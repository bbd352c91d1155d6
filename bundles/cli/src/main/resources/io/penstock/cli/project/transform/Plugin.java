package @package@;

import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import io.penstock.core.plugin.Transform;
import io.penstock.core.plugin.TransformPlugin;

/** Makes the transform. Stateless: one instance serves every pipe. */
@PluginComponent(kind = PluginKind.TRANSFORM, name = "@name@", doc = "Sets a field of every record.",
        example = "@name@: { text: hello }")
public final class @Class@Plugin implements TransformPlugin<@Class@Options> {
    @Override
    public Class<@Class@Options> options() {
        return @Class@Options.class;
    }

    @Override
    public Transform create(@Class@Options options, NodeContext context) {
        return new @Class@Transform(options);
    }
}
