package io.penstock.control.server.access;

import io.penstock.control.api.CredentialKind;
import io.penstock.control.server.http.Answer;
import io.penstock.control.server.http.Call;
import io.penstock.control.server.settings.SessionSettings;
import io.penstock.control.server.store.Act;
import io.penstock.control.server.store.Store;
import io.penstock.control.server.store.Tx;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.value.Secret;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Signs people in. A wrong name costs what a wrong password does. Thread-safe. */
final class Logins {
    /** Of one person; the oldest ends. */
    private static final int MAX_SESSIONS = 50;

    /** A person who was found, with what to hold the password against. */
    private record Found(Person person, String password) {
    }

    /** A session. */
    record Session(Made made, Instant expires) {
    }

    private final Store store;
    private final CredentialIndex credentials;
    private final Passwords passwords;
    private final Locks locks;
    private final Supplier<SessionSettings> settings;

    Logins(Store store, CredentialIndex credentials, Passwords passwords, Locks locks, Supplier<SessionSettings> settings) {
        this.store = store;
        this.credentials = credentials;
        this.passwords = passwords;
        this.locks = locks;
        this.settings = settings;
    }

    /** A refusal when it is too early for another try. */
    Optional<Answer> refusal(Call call, String name) {
        return locks.refusal(call, name);
    }

    CompletableFuture<Session> login(Call call, String name, Secret password, boolean cookie) {
        return store.read(rows -> UserTable.byName(rows, name).map(person -> new Found(person,
                UserTable.password(rows, person.id()).orElseThrow())))
                .thenCompose(found -> passwords.verify(password, found.map(Found::password))
                        .thenCompose(right -> right && !found.orElseThrow().person().disabled()
                                ? succeeded(call, found.orElseThrow(), cookie) : failed(call, name, found)));
    }

    private CompletableFuture<Session> succeeded(Call call, Found found, boolean cookie) {
        locks.succeeded(found.person().name(), call.from());
        Person person = found.person();
        return store.write(tx -> {
            // Between the check and now the password may have been changed: its sessions were to end.
            if (!UserTable.password(tx, person.id()).equals(Optional.of(found.password()))) {
                throw wrong();
            }
            if (person.failed() > 0) {
                UserTable.note(tx, person.id(), "failed = 0");
            }
            endOldest(tx, person.id());
            Instant expires = tx.now().plus(settings.get().absolute());
            Made made = credentials.make(tx, new NewCredential(CredentialKind.SESSION, person.id(), "", "user:" + person.name(),
                    Optional.of(expires), Optional.empty(), cookie, Optional.of(call.from().getHostAddress())));
            tx.audit(act(call, person.name(), person.id(), Act.Result.DONE, Map.of("session", made.id())));
            return new Session(made, expires);
        });
    }

    private void endOldest(Tx tx, String userId) {
        List<Credential> live = CredentialTable.live(tx, CredentialKind.SESSION, userId);
        live.stream().sorted(Comparator.comparing(Credential::createdAt)).limit(Math.max(0, live.size() - MAX_SESSIONS + 1))
                .forEach(session -> credentials.revoke(tx, session.id()));
    }

    private CompletableFuture<Session> failed(Call call, String name, Optional<Found> found) {
        locks.failed(name, call.from());
        return store.write(tx -> {
            found.ifPresent(known -> UserTable.note(tx, known.person().id(), "failed = failed + 1"));
            tx.audit(act(call, name, found.map(known -> known.person().id()).orElse(""), Act.Result.DENIED, Map.of()));
            return null;
        }).thenApply(written -> {
            throw wrong();
        });
    }

    private static Act act(Call call, String name, String id, Act.Result result, Map<String, ?> detail) {
        return new Act("user:" + name, name, "sessions.create", "user", id, result, call.from().getHostAddress(),
                call.requestId(), detail);
    }

    private static PenstockException wrong() {
        return new PenstockException(ErrorKind.DENIED, "access.login", "the name or the password is wrong");
    }
}
