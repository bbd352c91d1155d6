package io.penstock.control.server.access;

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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** {@code /tokens}: a person's own API tokens. */
final class TokensResource implements Resource {
    /** What is sent. */
    record TokenNew(Optional<String> label, Optional<Role> role, Optional<Instant> expiresAt) {
    }

    private final Store store;
    private final CredentialIndex credentials;

    TokensResource(Store store, CredentialIndex credentials) {
        this.store = store;
        this.credentials = credentials;
    }

    @Override
    public void routes(Routes routes) {
        routes.on("GET", "/api/v1/tokens").role(Role.VIEWER).to(this::list);
        routes.on("POST", "/api/v1/tokens").role(Role.VIEWER).creates().to(this::make);
        routes.on("DELETE", "/api/v1/tokens/{id}").role(Role.VIEWER).to(this::end);
    }

    private CompletionStage<Answer> list(Call call) {
        String after = Cursor.after(call.page());
        String owner = call.caller() instanceof Caller.Person person ? person.userId() : "";
        return store.read(rows -> {
            List<Credential> page = CredentialTable.of(rows, CredentialKind.USER, owner, after, call.page().limit());
            return Answer.list(page.stream().map(token -> TokenView.of(token, Role.VIEWER)).toList(),
                    Cursor.next(page, call.page(), Credential::id));
        });
    }

    private CompletionStage<Answer> make(Call call) {
        Caller.Person person = person(call);
        TokenNew wanted = call.body(TokenNew.class);
        String label = Texts.label(Texts.required(wanted.label(), "/label"));
        Role role = Texts.required(wanted.role(), "/role");
        Instant expires = Texts.required(wanted.expiresAt(), "/expiresAt");
        if (!person.mayDo().holds(role)) {
            throw new PenstockException(ErrorKind.DENIED, "tokens.role", "role: at most your own, which is "
                    + person.mayDo().text() + ", not " + role.text());
        }
        return store.write(tx -> {
            Made made = credentials.make(tx, new NewCredential(CredentialKind.USER, person.userId(), label, person.actor(),
                    Optional.of(Texts.expiry(expires, tx.now())), Optional.of(role), false, Optional.empty()));
            tx.audit(Actors.done(call, "tokens.create", "user", person.userId(), Map.of("token", made.id(), "label", label,
                    "role", role.text())));
            return Answer.created("/api/v1/tokens/" + made.id(),
                    TokenView.of(CredentialTable.one(tx, made.id()).orElseThrow(), role).with(made.token())).secret();
        });
    }

    private static Caller.Person person(Call call) {
        if (call.caller() instanceof Caller.Person person) {
            return person;
        }
        throw new PenstockException(ErrorKind.DENIED, "access.role", "only people have tokens of their own; a service account's"
                + " are made by an admin");
    }

    private CompletionStage<Answer> end(Call call) {
        Caller.Person person = person(call);
        String id = Texts.credentialId(call.path("id"), "tokens.unknown", "token");
        return store.write(tx -> {
            CredentialTable.one(tx, id).filter(found -> found.kind() == CredentialKind.USER
                    && found.owner().equals(person.userId())).orElseThrow(() -> new PenstockException(ErrorKind.NOT_FOUND,
                            "tokens.unknown", "there is no token \"" + id + "\" of yours"));
            credentials.revoke(tx, id);
            tx.audit(Actors.done(call, "tokens.end", "user", person.userId(), Map.of("token", id)));
            return Answer.none();
        });
    }
}
