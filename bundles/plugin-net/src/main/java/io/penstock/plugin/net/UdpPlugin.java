package io.penstock.plugin.net;

import io.penstock.core.net.Hosts;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.plugin.Input;
import io.penstock.core.plugin.InputPlugin;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Listens for datagrams. */
@PluginComponent(kind = PluginKind.INPUT, name = "udp",
        doc = "Listens on a UDP port; every datagram (or each of its lines) becomes an event with the field \"_raw\".",
        example = "udp: {port: 5170}")
@Component(service = Plugin.class)
public final class UdpPlugin implements InputPlugin<UdpOptions> {
    @Override
    public Class<UdpOptions> options() {
        return UdpOptions.class;
    }

    @Override
    public List<OptionProblem> check(UdpOptions options) {
        return Hosts.plaintextProblem("address", options.address(), false, options.plaintext());
    }

    @Override
    public Input create(UdpOptions options, NodeContext context) {
        return new ListeningInput(() -> new UdpReceiver(
                TcpListener.Settings.resolve(options.address(), options.port()), (int) options.buffer().bytes(),
                options.lines(), TcpPlugin.raw(options.peerField()), context.clock()));
    }
}
