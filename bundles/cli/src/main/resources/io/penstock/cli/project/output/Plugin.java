package @package@;

import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Output;
import io.penstock.core.plugin.OutputPlugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;

/** Makes the output. Stateless: one instance serves every pipe. */
@PluginComponent(kind = PluginKind.OUTPUT, name = "@name@", doc = "Adds events to a file, one JSON object a line.",
        example = "@name@: { path: /tmp/events.jsonl }")
public final class @Class@Plugin implements OutputPlugin<@Class@Options> {
    @Override
    public Class<@Class@Options> options() {
        return @Class@Options.class;
    }

    @Override
    public Output create(@Class@Options options, NodeContext context) {
        return new @Class@Output(options);
    }
}
