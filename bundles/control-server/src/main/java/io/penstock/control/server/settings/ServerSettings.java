package io.penstock.control.server.settings;

import io.penstock.core.error.PenstockException;
import io.penstock.core.net.Hosts;
import io.penstock.core.net.ListenAddress;
import io.penstock.core.options.Option;
import io.penstock.core.value.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The table {@code [control-server]}. Immutable. */
public record ServerSettings(
        @Option(doc = "Where people, programs and agents connect, as ADDRESS:PORT, or \"none\". Without: [::]:9443 in penstock server,"
                + " 127.0.0.1:9443 in penstock up, none in penstock agent.", example = "[::]:9443") Optional<String> address,
        @Option(doc = "How others reach it, where that differs from the address; goes into join commands.",
                example = "https://penstock.example.org:9443") Optional<String> externalUrl,
        @Option(doc = "Its certificate, followed by those between it and its authority (PEM); read again every 5 s. Without: one"
                + " of its own is made once, and agents pin it.") Optional<Path> certificate,
        @Option(doc = "The certificate's private key (PEM, PKCS #8, not encrypted).") Optional<Path> key,
        @Option(doc = "Whether to serve without TLS: only on a loopback address.", value = "false") boolean plaintext,
        @Option(doc = "Where everything is kept: jdbc:postgresql://…, for several servers at once. Without: a file of its own.")
        Optional<String> database,
        @Option(doc = "The database's user.") Optional<String> user,
        @Option(doc = "The database's password.") Optional<Secret> password,
        @Option(doc = "What secrets in the database are sealed with: base64 of 32 bytes, the same on all servers. Without: made once,"
                + " in data/control-server/master.key.", ownerOnly = true) Optional<Secret> masterKey,
        @Option(doc = "An enrolment key of your choice, 24 characters or more, that stays open.") Optional<Secret> enrolmentKey,
        @Option(doc = "Addresses or networks of proxies whose X-Forwarded-For is believed.") List<String> trustedProxies,
        @Option(doc = "How often agents ask.") SyncSettings sync,
        @Option(doc = "How long people stay signed in.") SessionSettings sessions,
        @Option(doc = "How much to take on.") LimitSettings limits,
        @Option(doc = "How long things are kept.") KeepSettings keep,
        @Option(doc = "How changes reach agents, where a rollout says nothing else.") RolloutSettings rollout) {
    /** There is no control plane here. */
    public static final String NONE = "none";
    private static final int MIN_ENROLMENT_KEY = 24;

    public ServerSettings {
        Optional<ListenAddress> at = parsed(address);
        if (certificate.isPresent() != key.isPresent()) {
            throw PenstockException.invalid("control-server.certificate", "certificate and key must be given together");
        }
        if (plaintext && at.isPresent() && !Hosts.isLoopback(at.get().host())) {
            throw PenstockException.invalid("control-server.plaintext", "plaintext is for loopback addresses only, and \""
                    + address.get() + "\" is none");
        }
        enrolmentKey.map(Secret::reveal).filter(text -> text.length() < MIN_ENROLMENT_KEY).ifPresent(text -> {
            throw PenstockException.invalid("control-server.enrolment-key", "enrolment-key needs " + MIN_ENROLMENT_KEY
                    + " characters or more, and has " + text.length());
        });
        externalUrl.ifPresent(ServerSettings::checkUrl);
        trustedProxies.forEach(Network::parse);
    }

    private static void checkUrl(String text) {
        try {
            URI url = URI.create(text);
            if (url.getHost() != null && ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw PenstockException.invalid("control-server.external-url", "\"" + text + "\" is no URL; expected https://HOST:PORT");
    }

    /** Where to listen. */
    public Optional<ListenAddress> listenAt() {
        return parsed(address);
    }

    private static Optional<ListenAddress> parsed(Optional<String> address) {
        return address.filter(text -> !text.equals(NONE)).map(text ->
                ListenAddress.parse(text, "control-server.address", "\"[::]:9443\" or \"127.0.0.1:9443\""));
    }

    /** The same with an address, where none is said. */
    public ServerSettings or(Optional<String> usual) {
        return new ServerSettings(address.or(() -> usual), externalUrl, certificate, key, plaintext, database, user, password,
                masterKey, enrolmentKey, trustedProxies, sync, sessions, limits, keep, rollout);
    }

    /** Whether the parts are the same that cannot change while it runs. */
    public boolean sameStore(ServerSettings other) {
        return database.equals(other.database) && user.equals(other.user) && revealed(password).equals(revealed(other.password))
                && revealed(masterKey).equals(revealed(other.masterKey));
    }

    private static Optional<String> revealed(Optional<Secret> secret) {
        return secret.map(Secret::reveal);
    }
}
