package @package@;

import io.penstock.core.plugin.Input;
import io.penstock.core.plugin.InputPlugin;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;

/** Makes the input. Stateless: one instance serves every pipe. */
@PluginComponent(kind = PluginKind.INPUT, name = "@name@", doc = "Brings a text every so often.",
        example = "@name@: { text: tick }")
public final class @Class@Plugin implements InputPlugin<@Class@Options> {
    @Override
    public Class<@Class@Options> options() {
        return @Class@Options.class;
    }

    /** Whether it can read again from where a crash cut it off. */
    @Override
    public boolean replayable() {
        return true;
    }

    @Override
    public Input create(@Class@Options options, NodeContext context) {
        return new @Class@Input(options, context.clock());
    }
}
