package io.penstock.control.server.access;

import io.penstock.control.server.http.Authenticator;
import io.penstock.control.server.http.IdempotencyStore;
import io.penstock.control.server.http.Resource;
import io.penstock.control.server.settings.ServerSettings;
import io.penstock.control.server.store.Ids;
import io.penstock.control.server.store.MasterKey;
import io.penstock.control.server.store.Store;
import io.penstock.core.concurrent.Workers;
import io.penstock.core.time.Clock;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything about who may do what, put together. Thread-safe. */
public final class Access implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("io.penstock.control.server");
    private static final Duration TIDY_EVERY = Duration.ofMinutes(1);
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final CredentialIndex credentials;
    private final Owners owners;
    private final Passwords passwords;
    private final Signer signer;
    private final SharedSettings settings;
    private final Servers servers;
    private final BackupsResource backups;
    private final Setup setup;
    private final Gate gate;
    private final StoredIdempotency idempotency;
    private final List<Resource> resources;
    private final Housekeeping housekeeping;
    private final ScheduledExecutorService timer = Workers.timer("control-access");

    /**
     * What it is made of.
     *
     * @param folder the server's, for the set-up code
     * @param facts what the server says of itself
     * @param live this server's own settings, as they are at the moment
     * @param checkedSelector gives back a selector that can be read, or throws what is wrong with it
     */
    public record Parts(Store store, MasterKey key, Path folder, Clock clock, SecureRandom random, ServerFacts facts,
            Supplier<ServerSettings> live, UnaryOperator<String> checkedSelector) {
    }

    private Access(Parts parts) {
        Store store = parts.store();
        Ids ids = new Ids(parts.clock(), parts.random());
        this.credentials = CredentialIndex.open(store, parts.key(), parts.clock(), parts.random());
        this.owners = Owners.open(store);
        this.passwords = new Passwords(parts.random());
        this.signer = Signer.open(store, parts.random());
        this.settings = SharedSettings.open(store, parts.live());
        this.servers = new Servers(store, parts.facts());
        this.backups = new BackupsResource(store, parts.facts().backups(), ids, parts.clock());
        this.setup = new Setup(store, credentials, owners, passwords, ids, parts.folder());
        this.idempotency = new StoredIdempotency(store);
        Csrf csrf = new Csrf(parts.key());
        Locks locks = new Locks(parts.clock());
        this.gate = new Gate(credentials, owners, new SettingKey(() -> parts.live().get().enrolmentKey()), csrf, parts.clock(),
                () -> parts.live().get().sessions(), new Denials(store, parts.clock()));
        Logins logins = new Logins(store, credentials, passwords, locks, () -> parts.live().get().sessions());
        this.resources = List.of(new SetupResource(setup),
                new SessionsResource(store, credentials, owners, logins, csrf, parts.clock()),
                new MeResource(store, credentials, passwords, owners, csrf, locks), new TokensResource(store, credentials),
                new UsersResource(store, credentials, passwords, owners, locks, ids),
                new AccountsResource(store, credentials, owners, ids, parts.checkedSelector()), new AuditResource(store),
                new ServerResource(store, parts.facts(), settings, signer), backups);
        this.housekeeping = new Housekeeping(store, credentials, servers, () -> settings.get().keep());
    }

    /** Reads what is kept into memory; waits for the store. */
    public static Access open(Parts parts) {
        Access access = new Access(parts);
        parts.store().write(tx -> {
            Operations.abandon(tx, parts.store().serverId());
            access.servers.seen(tx);
            return null;
        }).join();
        access.setup.open();
        access.timer.scheduleWithFixedDelay(access::tidy, TIDY_EVERY.toSeconds(), TIDY_EVERY.toSeconds(), TimeUnit.SECONDS);
        return access;
    }

    /** What is done once a minute. */
    void tidy() {
        try {
            housekeeping.run();
        } catch (RuntimeException e) {
            LOG.warn("old entries could not be taken away; it is tried again: {}", e.getMessage());
        }
    }

    /** Says who a request is from. */
    public Authenticator authenticator() {
        return gate;
    }

    /**
     * Says how it is found out whether an agent is one of a selector's: given that, and the agent's id. Until then, accounts
     * that are limited to some agents change none.
     */
    public void agentsOf(BiPredicate<String, String> matches) {
        gate.reach(matches);
    }

    /** Makes, ends and knows credentials. */
    public CredentialIndex credentials() {
        return credentials;
    }

    /** Signs what agents are told. */
    public Signer signer() {
        return signer;
    }

    /** This server's settings, those that all servers share on top. */
    public SharedSettings settings() {
        return settings;
    }

    /** Makes backups. */
    public BackupsResource backups() {
        return backups;
    }

    /** The way to the first admin. */
    public Setup setup() {
        return setup;
    }

    /** Keeps answers of creations. */
    public IdempotencyStore idempotency() {
        return idempotency;
    }

    /** What answers about people, programs, tokens and the audit. */
    public List<Resource> resources() {
        return resources;
    }

    @Override
    public void close() {
        Workers.stop(timer, CLOSING);
        passwords.close();
        for (AutoCloseable part : List.of(backups, credentials, owners, signer, settings)) {
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("closing: {}", e.getMessage());
            }
        }
    }
}
