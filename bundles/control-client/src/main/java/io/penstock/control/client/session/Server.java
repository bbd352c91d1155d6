package io.penstock.control.client.session;

import io.penstock.control.client.settings.ClientSettings;
import io.penstock.control.client.settings.ProxyAddress;
import io.penstock.core.http.HttpCaller;
import io.penstock.core.identity.LocalServer;
import io.penstock.core.net.ServerPin;
import io.penstock.core.net.TlsClient;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** Where the server is, and how it is known. Immutable. */
public record Server(URI url, Optional<ServerPin> pin) {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration EXCHANGE = Duration.ofSeconds(20);

    /** As set; without a setting the one in this process, if there is one. */
    public static Optional<Server> of(ClientSettings settings, Optional<LocalServer> local) {
        return settings.serverUrl().map(url -> new Server(url, settings.serverPin().map(ServerPin::new)))
                .or(() -> local.map(server -> new Server(server.url(), Optional.of(server.pin()).filter(pin -> !pin.isEmpty())
                        .map(ServerPin::new))));
    }

    /** Calls it, with TLS as set: a pin alone, authorities of a file, or those of the system. */
    HttpCaller caller(ClientSettings settings) {
        TlsClient tls = new TlsClient(true, settings.ca(), Optional.empty(), Optional.empty());
        SSLContext context = pin.map(ServerPin::context).orElseGet(tls::context);
        SSLParameters parameters = pin.isPresent() ? pinned() : tls.parameters();
        return new HttpCaller("control-http", context, parameters, settings.proxy().map(ProxyAddress::of), CONNECT, EXCHANGE);
    }

    private static SSLParameters pinned() {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        return parameters;
    }
}
