package io.penstock.plugin.basic;

import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Output;
import io.penstock.core.plugin.OutputPlugin;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import org.osgi.service.component.annotations.Component;

/** Writes to the process's standard output. */
@PluginComponent(kind = PluginKind.OUTPUT, name = "console",
        doc = "Writes events as lines to standard output or standard error.",
        example = "console: {format: text}")
@Component(service = Plugin.class)
public final class ConsolePlugin implements OutputPlugin<ConsoleOptions> {
    @Override
    public Class<ConsoleOptions> options() {
        return ConsoleOptions.class;
    }

    @Override
    public Output create(ConsoleOptions options, NodeContext context) {
        return new ConsoleOutput(options.format(), options.target().stream());
    }
}
