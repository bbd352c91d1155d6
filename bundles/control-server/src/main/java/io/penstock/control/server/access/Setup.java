package io.penstock.control.server.access;

import io.penstock.control.api.CredentialKind;
import io.penstock.control.server.http.Role;
import io.penstock.control.server.store.Act;
import io.penstock.control.server.store.Ids;
import io.penstock.control.server.store.PrivateFolder;
import io.penstock.control.server.store.Store;
import io.penstock.control.server.store.Tx;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.value.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way to the first admin: a code that only who may read this machine's files gets, for a day and one use. Thread-safe. */
public final class Setup {
    /** Where the code is, in the server's folder, while there is no admin. */
    public static final String FILE = "setup-code";
    private static final Logger LOG = LoggerFactory.getLogger("io.penstock.control.server");
    private static final Duration VALID = Duration.ofHours(24);
    private static final String OWNER = "setup";

    private final Store store;
    private final CredentialIndex credentials;
    private final Owners owners;
    private final Passwords passwords;
    private final Ids ids;
    private final Path file;

    Setup(Store store, CredentialIndex credentials, Owners owners, Passwords passwords, Ids ids, Path folder) {
        this.store = store;
        this.credentials = credentials;
        this.owners = owners;
        this.passwords = passwords;
        this.ids = ids;
        this.file = folder.resolve(FILE);
    }

    /** Makes a code when there is no admin, and puts it into its file. */
    void open() {
        if (renew().join().isPresent()) {
            LOG.info("there is no admin yet: \"penstock setup --user NAME\" on this machine makes the first, or the code in {}", file);
        }
    }

    /** A fresh code in place of the one before; empty when there is an admin. */
    public CompletableFuture<Optional<SetupCode>> renew() {
        return store.write(this::make).thenApply(made -> {
            made.ifPresentOrElse(this::write, this::forget);
            return made;
        });
    }

    private Optional<SetupCode> make(Tx tx) {
        if (UserTable.admins(tx) > 0) {
            return Optional.empty();
        }
        credentials.revokeAll(tx, CredentialKind.SETUP, OWNER, Optional.empty());
        Made made = credentials.make(tx, CredentialKind.SETUP, OWNER, "", Optional.of(tx.now().plus(VALID)));
        return Optional.of(new SetupCode(made.token(), tx.now().plus(VALID)));
    }

    private void write(SetupCode code) {
        try {
            PrivateFolder.make(file.getParent());
            PrivateFolder.write(file, (code.code().reveal() + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            LOG.warn("the set-up code cannot be put into {}: {}", file, PenstockException.describe(e));
        }
    }

    private void forget() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("the set-up code, which is worth nothing any more, cannot be taken from {}: {}", file,
                    PenstockException.describe(e));
        }
    }

    /**
     * Makes the first admin.
     *
     * @param act turns the entry of the audit into one that says who asked
     * @return fails with {@code setup.code}, {@code setup.done}, {@code users.password}
     */
    CompletableFuture<Person> use(Secret code, String name, Secret password, UnaryOperator<Act> act) {
        Optional<Presented> presented = credentials.verify(code.reveal())
                .filter(shown -> shown.kind() == CredentialKind.SETUP && shown.valid());
        if (presented.isEmpty()) {
            return refused(act);
        }
        return passwords.hash(password).thenCompose(hash -> store.write(tx -> first(tx, presented.get(), name, hash, act)))
                .thenApply(person -> {
                    forget();
                    return person;
                });
    }

    private CompletableFuture<Person> refused(UnaryOperator<Act> act) {
        return store.write(tx -> {
            boolean done = UserTable.admins(tx) > 0;
            tx.audit(act.apply(entry("setup", "", "", Act.Result.DENIED)));
            return done;
        }).thenApply(done -> {
            throw done ? done() : new PenstockException(ErrorKind.DENIED, "setup.code", "the set-up code is wrong or has expired;"
                    + " the server has another in its file " + FILE + " when it is started again");
        });
    }

    private static PenstockException done() {
        return new PenstockException(ErrorKind.CLOSED, "setup.done", "there is an admin already");
    }

    private Person first(Tx tx, Presented code, String name, String hash, UnaryOperator<Act> act) {
        UserTable.turn(tx);
        if (UserTable.admins(tx) > 0) {
            throw done();
        }
        Person admin = new Person(ids.next(), name, Role.ADMIN, false, tx.now(), tx.now(), 0, Optional.empty(), 1);
        UserTable.insert(tx, admin, hash);
        credentials.revoke(tx, code.id());
        credentials.revokeAll(tx, CredentialKind.SETUP, OWNER, Optional.empty());
        tx.audit(act.apply(entry("setup", admin.id(), name, Act.Result.DONE)));
        tx.onCommit(() -> owners.put(admin));
        return admin;
    }

    private static Act entry(String action, String id, String name, Act.Result result) {
        return new Act("server", name, action, "user", id, result, "", "", java.util.Map.of());
    }
}
