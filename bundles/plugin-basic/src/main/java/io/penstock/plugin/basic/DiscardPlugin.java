package io.penstock.plugin.basic;

import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Output;
import io.penstock.core.plugin.OutputPlugin;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import org.osgi.service.component.annotations.Component;

/** Throws events away. */
@PluginComponent(kind = PluginKind.OUTPUT, name = "discard",
        doc = "Takes events and throws them away; the pipe's counters tell how many.",
        example = "discard: {}")
@Component(service = Plugin.class)
public final class DiscardPlugin implements OutputPlugin<DiscardOptions> {
    @Override
    public Class<DiscardOptions> options() {
        return DiscardOptions.class;
    }

    @Override
    public Output create(DiscardOptions options, NodeContext context) {
        return new DiscardOutput(options.latency(), context.clock());
    }
}
