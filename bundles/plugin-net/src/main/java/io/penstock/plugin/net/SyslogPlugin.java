package io.penstock.plugin.net;

import io.penstock.core.net.Hosts;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.plugin.Input;
import io.penstock.core.plugin.InputPlugin;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import io.penstock.plugin.net.SyslogOptions.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Listens for syslog. */
@PluginComponent(kind = PluginKind.INPUT, name = "syslog",
        doc = "Listens for syslog (RFC 5424 and RFC 3164) on TCP or UDP and takes the messages apart.",
        example = "syslog: {port: 5514, transport: tcp}")
@Component(service = Plugin.class)
public final class SyslogPlugin implements InputPlugin<SyslogOptions> {
    private static final int UDP_BUFFER_BYTES = 4 << 20;

    @Override
    public Class<SyslogOptions> options() {
        return SyslogOptions.class;
    }

    @Override
    public List<OptionProblem> check(SyslogOptions options) {
        List<OptionProblem> problems = new ArrayList<>(Hosts.plaintextProblem("address", options.address(),
                options.tls().isPresent(), options.plaintext()));
        if (options.transport() == Transport.UDP && options.tls().isPresent()) {
            problems.add(new OptionProblem(List.of("tls"), "net.tls", "there is no TLS over UDP: use transport: tcp"));
        }
        return problems;
    }

    @Override
    public Input create(SyslogOptions options, NodeContext context) {
        SyslogParser parser = new SyslogParser(options.zone(), options.keepRaw());
        return new ListeningInput(() -> listen(options, context, parser));
    }

    private static ListeningInput.Listening listen(SyslogOptions options, NodeContext context, SyslogParser parser)
            throws IOException {
        InetSocketAddress address = TcpListener.Settings.resolve(options.address(), options.port());
        if (options.transport() == Transport.UDP) {
            return new UdpReceiver(address, UDP_BUFFER_BYTES, false, parser, context.clock());
        }
        return new TcpListener(context.pipe() + "-" + context.node(), new TcpListener.Settings(address, options.tls(),
                options.framing(), (int) options.maxMessageBytes().bytes(), options.maxConnections(),
                options.idleTimeout()), parser, context.clock());
    }
}
