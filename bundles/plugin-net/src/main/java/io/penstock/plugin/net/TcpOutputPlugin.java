package io.penstock.plugin.net;

import io.penstock.core.net.Hosts;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Output;
import io.penstock.core.plugin.OutputPlugin;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Writes lines over TCP. */
@PluginComponent(kind = PluginKind.OUTPUT, name = "tcp",
        doc = "Connects to a TCP port and writes every event as a line of JSON or text; connects again when it must.",
        example = "tcp: {host: 127.0.0.1, port: 5170}")
@Component(service = Plugin.class)
public final class TcpOutputPlugin implements OutputPlugin<TcpOutputOptions> {
    @Override
    public Class<TcpOutputOptions> options() {
        return TcpOutputOptions.class;
    }

    @Override
    public List<OptionProblem> check(TcpOutputOptions options) {
        return Hosts.plaintextProblem("host", options.host(), options.encrypted(), options.plaintext());
    }

    @Override
    public Output create(TcpOutputOptions options, NodeContext context) {
        return new TcpOutput(options);
    }
}
