package io.penstock.plugin.basic;

import io.penstock.core.plugin.Input;
import io.penstock.core.plugin.InputPlugin;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import org.osgi.service.component.annotations.Component;

/** Reads the process's standard input. */
@PluginComponent(kind = PluginKind.INPUT, name = "stdin",
        doc = "Reads lines (UTF-8) from standard input, each into the field \"_raw\"; complete at its end.",
        example = "stdin: {}")
@Component(service = Plugin.class)
public final class StdinPlugin implements InputPlugin<StdinOptions> {
    @Override
    public Class<StdinOptions> options() {
        return StdinOptions.class;
    }

    @Override
    public Input create(StdinOptions options, NodeContext context) {
        return new StdinInput(options, context.clock(), () -> new FileInputStream(FileDescriptor.in).getChannel());
    }
}
