package io.penstock.plugin.net;

import io.penstock.core.net.TlsServer;
import io.penstock.core.options.Option;
import io.penstock.core.value.ByteSize;
import java.time.Duration;
import java.util.Optional;

record TcpOptions(
        @Option(doc = "The port to listen on; 0 takes any free one.", shorthand = true, min = 0, max = 65_535) int port,
        @Option(doc = "The address to listen on; 0.0.0.0 for every one of this machine.", value = "127.0.0.1") String address,
        @Option(doc = "How messages are told apart: lines, octet-counting (RFC 6587), or auto (by a connection's first byte).",
                value = "lines") Framing.Kind framing,
        @Option(doc = "A longer line becomes several events; a longer counted message is cut.", value = "1MiB", min = 1,
                max = 64 << 20) ByteSize maxMessageBytes,
        @Option(doc = "How many connections may be open; further ones are closed at once.", value = "256", min = 1,
                max = 10_000) int maxConnections,
        @Option(doc = "A connection silent for so long is closed.", value = "1h", min = 1_000_000) Duration idleTimeout,
        @Option(doc = "A field for the sender's address; without a name, none.") Optional<String> peerField,
        @Option(doc = "TLS, for addresses beyond this machine.") Optional<TlsServer> tls,
        @Option(doc = "Allows an address beyond this machine without TLS.", value = "false") boolean plaintext) {
}
