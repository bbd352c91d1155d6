package io.penstock.relay.client.settings;

import io.penstock.core.error.PenstockException;
import io.penstock.core.net.TlsClient;
import io.penstock.core.options.Option;
import io.penstock.core.value.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the output {@code relay} and the table {@code [relay-client]} take; Alumet's names and defaults where it has them. */
public record RelayOptions(
        @Option(doc = "The servers to relay to, as HOST:PORT; the first that answers is used. Without one, everything is "
                + "taken from the table [relay-client], where \"[::1]:50051\" is the default.", shorthand = true,
                example = "relay.example.org:50051") List<String> relayServer,
        @Option(doc = "The name the server knows this client by; the host's name, unless given.") Optional<String> clientName,
        @Option(doc = "So many events waiting are sent at once.", value = "200", min = 1, max = 10_000_000)
        int bufferMaxLength,
        @Option(doc = "The longest an event waits for others.", value = "30s", min = 0) Duration bufferTimeout,
        @Option(doc = "How often and when to try again.") RetryOptions retry,
        @Option(doc = "The log on disk in front of the server.") SpoolOptions spool,
        @Option(doc = "What proves to the server who this is; without, nothing but a certificate does.") Optional<Secret> token,
        @Option(doc = "TLS; on for servers beyond this machine, unless given.") Optional<TlsClient> tls,
        @Option(doc = "Allows servers beyond this machine without TLS.", value = "false") boolean plaintext,
        @Option(doc = "Whether frames are compressed; auto does so for servers beyond this machine.", value = "auto")
        Compression compression,
        @Option(doc = "penstock, or alumet-v2: what Alumet's relay-server speaks, which acknowledges nothing, so that what "
                + "the network has taken counts as delivered.", value = "penstock") Protocol protocol) {

    private static final String DEFAULT_SERVER = "[::1]:50051";

    /** Refuses what can never work, so that a table with it leaves the one before in place. */
    public RelayOptions {
        for (String text : relayServer) {
            ServerAddress server = ServerAddress.parse(text);
            boolean off = tls.isPresent() && !tls.get().enabled();
            if (off && !plaintext && !server.isLoopback()) {
                throw PenstockException.invalid("net.plaintext", "tls: \"" + server + "\" is beyond this machine: leave tls "
                        + "on, or write plaintext: true to send everything readable for anybody on the way");
            }
        }
    }

    /** Whether frames are compressed. */
    public enum Compression {
        /** For servers beyond this machine. */
        AUTO,
        /** Always. */
        ZSTD,
        /** Never. */
        NONE
    }

    /** What is spoken. */
    public enum Protocol {
        /** Ours: acknowledged. */
        PENSTOCK,
        /** Alumet's relay, version 2: not acknowledged. */
        ALUMET_V2
    }

    /** Where to connect to, in the order of trying. */
    public List<ServerAddress> servers() {
        return relayServer.isEmpty() ? List.of(ServerAddress.parse(DEFAULT_SERVER))
                : relayServer.stream().map(ServerAddress::parse).toList();
    }

    /** Whether connections to this server are encrypted. */
    public boolean encrypted(ServerAddress server) {
        return tls.map(TlsClient::enabled).orElse(!plaintext && !server.isLoopback());
    }

    /** Whether frames to this server are compressed where that helps. */
    public boolean compressed(ServerAddress server) {
        return compression == Compression.ZSTD || compression == Compression.AUTO && !server.isLoopback();
    }
}
