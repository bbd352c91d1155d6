package io.penstock.plugin.http;

import io.penstock.core.net.Hosts;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.plugin.Input;
import io.penstock.core.plugin.InputPlugin;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Takes events by HTTP. */
@PluginComponent(kind = PluginKind.INPUT, name = "http-server",
        doc = "Takes events by POST or PUT, and answers 200 only when they are delivered.",
        example = "http-server: {port: 8085, token: \"${secret:file/ingest}\"}")
@Component(service = Plugin.class)
public final class HttpServerPlugin implements InputPlugin<HttpServerOptions> {
    @Override
    public Class<HttpServerOptions> options() {
        return HttpServerOptions.class;
    }

    @Override
    public List<OptionProblem> check(HttpServerOptions options) {
        List<OptionProblem> problems = new ArrayList<>(Hosts.plaintextProblem("address", options.address(),
                options.tls().isPresent(), options.plaintext()));
        if (!options.path().startsWith("/")) {
            problems.add(new OptionProblem(List.of("path"), "http.path", "expected a path that begins with \"/\""));
        }
        if (options.token().isEmpty() && !Hosts.isLoopback(options.address())
                && options.tls().flatMap(tls -> tls.clientCa()).isEmpty()) {
            problems.add(new OptionProblem(List.of("token"), "http.token",
                    "an address beyond this machine needs a token, or tls with a client-ca"));
        }
        return problems;
    }

    @Override
    public Input create(HttpServerOptions options, NodeContext context) {
        return new HttpServerInput(options, context.pipe() + "-" + context.node(), context.clock());
    }
}
