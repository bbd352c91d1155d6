package io.penstock.relay.server;

import io.penstock.core.net.ListenAddress;
import io.penstock.core.net.TlsServer;
import io.penstock.core.options.Option;
import io.penstock.core.value.Secret;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The options of a {@code relay} input, and the table {@code [relay-server]}. Immutable. */
public record RelayOptions(
        @Option(doc = "Where to listen, as ADDRESS:PORT; port 0 takes any free one. In a pipe: without it, every option is "
                + "taken from the table [relay-server]. In that table: with it, the pipe relay-in runs.",
                example = "[::]:50051", shorthand = true) Optional<String> address,
        @Option(doc = "TLS (1.3), for addresses beyond this machine. With client-ca, clients must show a certificate.")
        Optional<TlsServer> tls,
        @Option(doc = "Allows an address beyond this machine without TLS.", value = "false") boolean plaintext,
        @Option(doc = "A token with which a client may have any name that is not in clients.") Optional<Secret> token,
        @Option(doc = "Tokens by the client's name: only who knows its token may have the name.",
                example = "{node1: \"${secret:file/node1}\"}") Map<String, Secret> clients,
        @Option(doc = "Whether a client's name must be its certificate's common name or one of its DNS names. Without: when "
                + "there is a client-ca and no token.") Optional<Boolean> namesFromCertificate,
        @Option(doc = "How much to take on.") RelayLimits limits,
        @Option(doc = "How long either side may be silent; after three such times it counts as lost.", value = "10s",
                min = 10_000_000, max = 3_600_000_000_000L) Duration heartbeat,
        @Option(doc = "What to do with a metric whose unit differs from the one its name came with first: rename it to "
                + "<metric>_relay-client-<client>, or keep the name.", value = "rename") NameClash onClash,
        @Option(doc = "Also takes clients that speak Alumet's relay protocol, version 2. They prove nothing and are not "
                + "acknowledged.", value = "false") boolean alumet) {
    /** Where a relay is expected when nobody says otherwise. */
    private static final String DEFAULT_ADDRESS = "[::]:50051";

    /** Where to listen; an address of another kind is INVALID ({@code relay.address}). */
    ListenAddress listenAddress() {
        return ListenAddress.parse(address.orElse(DEFAULT_ADDRESS), "relay.address", "\"[::]:50051\" or \"127.0.0.1:50051\"");
    }

    boolean demandsCertificate() {
        return tls.flatMap(TlsServer::clientCa).isPresent();
    }

    /** Whether names are bound to certificates. */
    boolean certifiedNames() {
        return namesFromCertificate.orElse(demandsCertificate() && token.isEmpty() && clients.isEmpty());
    }

    /** Whether clients must prove who they are. */
    boolean demandsProof() {
        return token.isPresent() || !clients.isEmpty() || demandsCertificate();
    }
}
