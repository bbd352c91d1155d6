package io.penstock.control.server.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.control.api.CredentialKind;
import io.penstock.control.server.http.Answer;
import io.penstock.control.server.http.Call;
import io.penstock.control.server.http.Caller;
import io.penstock.control.server.http.Resource;
import io.penstock.control.server.http.Role;
import io.penstock.control.server.http.Routes;
import io.penstock.control.server.store.Store;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.value.Secret;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code /me}: who asks, and the own password. */
final class MeResource implements Resource {
    /** Who asks. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Me(String kind, String id, String name, Role role, Optional<String> credentialId, Optional<Instant> expiresAt,
            Optional<String> csrf) {
    }

    /** What is sent. */
    record PasswordChange(Optional<Secret> old, @com.fasterxml.jackson.annotation.JsonProperty("new") Optional<Secret> fresh) {
    }

    private final Store store;
    private final CredentialIndex credentials;
    private final Passwords passwords;
    private final Owners owners;
    private final Csrf csrf;
    private final Locks locks;

    MeResource(Store store, CredentialIndex credentials, Passwords passwords, Owners owners, Csrf csrf, Locks locks) {
        this.store = store;
        this.credentials = credentials;
        this.passwords = passwords;
        this.owners = owners;
        this.csrf = csrf;
        this.locks = locks;
    }

    @Override
    public void routes(Routes routes) {
        routes.on("GET", "/api/v1/me").role(Role.VIEWER).to(this::me);
        routes.on("PUT", "/api/v1/me/password").role(Role.VIEWER).to(this::password);
    }

    private CompletionStage<Answer> me(Call call) {
        return CompletableFuture.completedFuture(Answer.ok(me(call.caller())));
    }

    private Me me(Caller caller) {
        Role role = caller.role().orElseThrow();
        if (caller instanceof Caller.Person person) {
            return new Me("user", person.userId(), person.name(), role, Optional.of(person.credentialId()),
                    credentials.expiresAt(person.credentialId()),
                    person.cookie() ? Optional.of(csrf.of(person.credentialId())) : Optional.empty());
        }
        if (caller instanceof Caller.Account account) {
            return new Me("account", account.accountId(), account.name(), role, Optional.of(account.credentialId()),
                    credentials.expiresAt(account.credentialId()), Optional.empty());
        }
        return new Me("local", "local", "local", role, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private CompletionStage<Answer> password(Call call) {
        PasswordChange change = call.body(PasswordChange.class);
        Secret old = Texts.required(change.old(), "/old");
        Secret fresh = Texts.required(change.fresh(), "/new");
        if (!(call.caller() instanceof Caller.Person me)) {
            throw new PenstockException(ErrorKind.DENIED, "access.role", "only people have a password");
        }
        Optional<Answer> refusal = locks.refusal(call, me.name());
        return refusal.isPresent() ? CompletableFuture.completedFuture(refusal.get()) : password(call, me, old, fresh);
    }

    private CompletionStage<Answer> password(Call call, Caller.Person me, Secret old, Secret fresh) {
        return store.read(rows -> UserTable.password(rows, me.userId()))
                .thenCompose(kept -> passwords.verify(old, kept).thenCompose(right -> {
                    if (!right) {
                        locks.failed(me.name(), call.from());
                        throw new PenstockException(ErrorKind.DENIED, "access.password", "the old password is wrong");
                    }
                    return passwords.hash(fresh).thenCompose(hash -> change(call, me, kept.orElseThrow(), hash));
                }));
    }

    private CompletableFuture<Answer> change(Call call, Caller.Person me, String kept, String hash) {
        return store.write(tx -> {
            Person person = UserTable.existing(tx, me.userId());
            if (!UserTable.password(tx, me.userId()).equals(Optional.of(kept))) {
                throw new PenstockException(ErrorKind.DENIED, "access.password", "the password was changed meanwhile");
            }
            Person changed = UserTable.change(tx, person.id(), person.version(), "password = ?, password_at = ?, failed = 0", hash,
                    tx.now());
            credentials.revokeAll(tx, CredentialKind.SESSION, person.id(), Optional.of(me.credentialId()));
            tx.audit(Actors.done(call, "users.password", "user", person.id(), Map.of()));
            tx.onCommit(() -> owners.put(changed));
            return Answer.none();
        });
    }
}
