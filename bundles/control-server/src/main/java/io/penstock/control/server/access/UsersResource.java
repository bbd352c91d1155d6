package io.penstock.control.server.access;

import io.penstock.control.api.CredentialKind;
import io.penstock.control.server.http.Answer;
import io.penstock.control.server.http.Call;
import io.penstock.control.server.http.Resource;
import io.penstock.control.server.http.Role;
import io.penstock.control.server.http.Routes;
import io.penstock.control.server.store.Ids;
import io.penstock.control.server.store.Rows;
import io.penstock.control.server.store.Store;
import io.penstock.control.server.store.Tx;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.value.Secret;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** {@code /users}: people. */
final class UsersResource implements Resource {
    private static final String MERGE_PATCH = "application/merge-patch+json";

    /** What is sent. */
    record UserNew(Optional<String> name, Optional<Role> role, Optional<Secret> password) {
    }

    /** What is sent. */
    record UserPatch(Optional<Role> role, Optional<Boolean> disabled) {
    }

    /** What is sent. */
    record PasswordReset(Optional<Secret> password) {
    }

    private final Store store;
    private final CredentialIndex credentials;
    private final Passwords passwords;
    private final Owners owners;
    private final Locks locks;
    private final Ids ids;

    UsersResource(Store store, CredentialIndex credentials, Passwords passwords, Owners owners, Locks locks, Ids ids) {
        this.store = store;
        this.credentials = credentials;
        this.passwords = passwords;
        this.owners = owners;
        this.locks = locks;
        this.ids = ids;
    }

    @Override
    public void routes(Routes routes) {
        routes.on("GET", "/api/v1/users").role(Role.ADMIN).to(this::list);
        routes.on("POST", "/api/v1/users").role(Role.ADMIN).creates().to(this::make);
        routes.on("GET", "/api/v1/users/{id}").role(Role.ADMIN).to(this::show);
        routes.on("PATCH", "/api/v1/users/{id}").role(Role.ADMIN).changes().takes(MERGE_PATCH).to(this::change);
        routes.on("DELETE", "/api/v1/users/{id}").role(Role.ADMIN).changes().to(this::remove);
        routes.on("POST", "/api/v1/users/{id}/password-reset").role(Role.ADMIN).to(this::reset);
    }

    private CompletionStage<Answer> list(Call call) {
        String after = Cursor.after(call.page());
        ListFilter filter = ListFilter.of(call);
        return store.read(rows -> {
            List<Person> page = filter.page(call.page().limit(), after, (from, limit) -> UserTable.page(rows, from, limit),
                    person -> person.name(), person -> person.role());
            return Answer.list(page.stream().map(UserView::of).toList(),
                    Cursor.next(page, call.page(), person -> person.name().toLowerCase(Locale.ROOT)));
        });
    }

    private CompletionStage<Answer> make(Call call) {
        UserNew wanted = call.body(UserNew.class);
        String name = Texts.userName(Texts.required(wanted.name(), "/name"));
        Role role = Texts.required(wanted.role(), "/role");
        return passwords.hash(Texts.required(wanted.password(), "/password")).thenCompose(hash -> store.write(tx -> {
            Person made = new Person(ids.next(), name, role, false, tx.now(), tx.now(), 0, Optional.empty(), 1);
            UserTable.insert(tx, made, hash);
            tx.audit(Actors.done(call, "users.create", "user", made.id(), Map.of("name", name, "role", role.text())));
            tx.onCommit(() -> owners.put(made));
            return Answer.created("/api/v1/users/" + made.id(), UserView.of(made), made.version());
        }));
    }

    private CompletionStage<Answer> show(Call call) {
        return store.read(rows -> {
            Person person = UserTable.existing(rows, call.path("id"));
            return Answer.ok(UserView.of(person), person.version());
        });
    }

    private CompletionStage<Answer> change(Call call) {
        UserPatch patch = call.body(UserPatch.class);
        if (patch.role().isEmpty() && patch.disabled().isEmpty()) {
            throw PenstockException.invalid("request.field", "the body changes nothing: expected role or disabled");
        }
        return store.write(tx -> {
            UserTable.turn(tx);
            Person before = UserTable.existing(tx, call.path("id"));
            Role role = patch.role().orElse(before.role());
            boolean disabled = patch.disabled().orElse(before.disabled());
            Person changed = UserTable.change(tx, before.id(), call.ifMatch(), "role = ?, disabled = ?", role.text(), disabled);
            keepAnAdmin(tx);
            if (disabled) {
                credentials.revokeAll(tx, CredentialKind.SESSION, before.id(), Optional.empty());
            }
            tx.audit(Actors.done(call, "users.change", "user", before.id(), Map.of("name", before.name(),
                    "before", Map.of("role", before.role().text(), "disabled", before.disabled()),
                    "after", Map.of("role", role.text(), "disabled", disabled))));
            tx.onCommit(() -> owners.put(changed));
            return Answer.ok(UserView.of(changed), changed.version());
        });
    }

    private static void keepAnAdmin(Rows rows) {
        if (UserTable.admins(rows) == 0) {
            throw new PenstockException(ErrorKind.CONFLICT, "users.last-admin", "nobody could do anything any more: the last"
                    + " admin stays");
        }
    }

    private CompletionStage<Answer> remove(Call call) {
        return store.write(tx -> {
            UserTable.turn(tx);
            Person person = UserTable.existing(tx, call.path("id"));
            UserTable.delete(tx, person.id(), call.ifMatch());
            keepAnAdmin(tx);
            endAll(tx, person.id());
            tx.audit(Actors.done(call, "users.remove", "user", person.id(), Map.of("name", person.name())));
            tx.onCommit(() -> owners.remove(person.id()));
            return Answer.none();
        });
    }

    private void endAll(Tx tx, String userId) {
        credentials.revokeAll(tx, CredentialKind.SESSION, userId, Optional.empty());
        credentials.revokeAll(tx, CredentialKind.USER, userId, Optional.empty());
    }

    private CompletionStage<Answer> reset(Call call) {
        Secret password = Texts.required(call.body(PasswordReset.class).password(), "/password");
        return passwords.hash(password).thenCompose(hash -> store.write(tx -> {
            Person person = UserTable.existing(tx, call.path("id"));
            Person changed = UserTable.change(tx, person.id(), person.version(),
                    "password = ?, password_at = ?, failed = 0, locked_until = null", hash, tx.now());
            credentials.revokeAll(tx, CredentialKind.SESSION, person.id(), Optional.empty());
            tx.audit(Actors.done(call, "users.password-reset", "user", person.id(), Map.of("name", person.name())));
            tx.onCommit(() -> {
                owners.put(changed);
                locks.forget(person.name());
            });
            return Answer.none();
        }));
    }
}
