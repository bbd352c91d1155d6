package io.penstock.plugin.net;

import io.penstock.core.event.Fields;
import io.penstock.core.event.Record;
import io.penstock.core.net.Hosts;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.plugin.Input;
import io.penstock.core.plugin.InputPlugin;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Listens for text over TCP. */
@PluginComponent(kind = PluginKind.INPUT, name = "tcp",
        doc = "Listens on a TCP port; every line (or counted message) becomes an event with the field \"_raw\".",
        example = "tcp: {port: 5170}")
@Component(service = Plugin.class)
public final class TcpPlugin implements InputPlugin<TcpOptions> {
    @Override
    public Class<TcpOptions> options() {
        return TcpOptions.class;
    }

    @Override
    public List<OptionProblem> check(TcpOptions options) {
        return Hosts.plaintextProblem("address", options.address(), options.tls().isPresent(), options.plaintext());
    }

    @Override
    public Input create(TcpOptions options, NodeContext context) {
        return new ListeningInput(() -> new TcpListener(context.pipe() + "-" + context.node(), settings(options),
                raw(options.peerField()), context.clock()));
    }

    private static TcpListener.Settings settings(TcpOptions options) throws java.io.IOException {
        return new TcpListener.Settings(TcpListener.Settings.resolve(options.address(), options.port()), options.tls(),
                options.framing(), (int) options.maxMessageBytes().bytes(), options.maxConnections(), options.idleTimeout());
    }

    /** The text alone, or with its sender. */
    static EventMaker raw(Optional<String> peerField) {
        if (peerField.isEmpty()) {
            return (message, received, peer) -> Record.raw(received, message);
        }
        String name = peerField.get();
        return (message, received, peer) -> Record.of(received,
                Fields.builder().set(Record.RAW, message).set(name, peer).build());
    }
}
