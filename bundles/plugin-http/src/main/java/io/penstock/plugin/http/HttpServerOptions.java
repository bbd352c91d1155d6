package io.penstock.plugin.http;

import io.penstock.core.net.TlsServer;
import io.penstock.core.options.Option;
import io.penstock.core.value.ByteSize;
import io.penstock.core.value.Secret;
import java.time.Duration;
import java.util.Optional;

record HttpServerOptions(
        @Option(doc = "The port to listen on; 0 takes any free one.", shorthand = true, min = 0, max = 65_535) int port,
        @Option(doc = "The address to listen on; 0.0.0.0 for every one of this machine.", value = "127.0.0.1") String address,
        @Option(doc = "The path requests are taken at.", value = "/") String path,
        @Option(doc = "What a body holds: json (values or one array, an event each), lines, text (one event), "
                + "auto (json or lines, by its Content-Type).", value = "auto") BodyFormat format,
        @Option(doc = "The token every request must carry (Authorization: Bearer …). Without, anybody who reaches the port"
                + " may send, so it is required beyond this machine.") Optional<Secret> token,
        @Option(doc = "The longest body taken, also after unpacking.", value = "16MiB", min = 1, max = 256 << 20)
        ByteSize maxBody,
        @Option(doc = "How many requests are worked on at a time; further ones get 503.", value = "32", min = 1, max = 1_000)
        int maxRequests,
        @Option(doc = "How long a request waits until its events are delivered; then it gets 503.", value = "30s",
                min = 1_000_000) Duration timeout,
        @Option(doc = "TLS, for addresses beyond this machine.") Optional<TlsServer> tls,
        @Option(doc = "Allows an address beyond this machine without TLS.", value = "false") boolean plaintext) {
}
