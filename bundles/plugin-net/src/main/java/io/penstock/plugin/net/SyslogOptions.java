package io.penstock.plugin.net;

import io.penstock.core.net.TlsServer;
import io.penstock.core.options.Option;
import io.penstock.core.value.ByteSize;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;

record SyslogOptions(
        @Option(doc = "The port to listen on; 0 takes any free one.", value = "5514", shorthand = true, min = 0, max = 65_535)
        int port,
        @Option(doc = "The address to listen on; 0.0.0.0 for every one of this machine.", value = "127.0.0.1") String address,
        @Option(doc = "tcp or udp.", value = "tcp") Transport transport,
        @Option(doc = "How messages on TCP are told apart: auto, lines or octet-counting.", value = "auto")
        Framing.Kind framing,
        @Option(doc = "A longer message is cut (counted) or becomes several (lines).", value = "64KiB", min = 480,
                max = 16 << 20) ByteSize maxMessageBytes,
        @Option(doc = "How many connections may be open; further ones are closed at once.", value = "256", min = 1,
                max = 10_000) int maxConnections,
        @Option(doc = "A connection silent for so long is closed.", value = "1h", min = 1_000_000) Duration idleTimeout,
        @Option(doc = "The time zone of old-style (RFC 3164) times, which name none.", value = "UTC") ZoneId zone,
        @Option(doc = "Whether the message as received is kept in the field \"_raw\".", value = "false") boolean keepRaw,
        @Option(doc = "TLS, for addresses beyond this machine.") Optional<TlsServer> tls,
        @Option(doc = "Allows an address beyond this machine without TLS.", value = "false") boolean plaintext) {
    /** What carries the messages. */
    enum Transport {
        /** Connections. */
        TCP,
        /** Datagrams, one message each. */
        UDP
    }
}
