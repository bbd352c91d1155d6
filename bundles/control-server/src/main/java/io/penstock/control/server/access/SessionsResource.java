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
import io.penstock.control.server.store.Tx;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.time.Clock;
import io.penstock.core.value.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code /sessions}: signing in and out. */
final class SessionsResource implements Resource {
    private static final String COOKIE = "__Host-penstock";

    /** What is sent. */
    record Login(Optional<String> name, Optional<Secret> password, Optional<Boolean> cookie) {
    }

    /** What comes back. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record SessionMade(String id, Instant expiresAt, Optional<Secret> token, Optional<String> csrf) {
    }

    /** A session, without its token. */
    record SessionView(String id, String userId, String userName, Instant createdAt, Instant usedAt, Instant expiresAt,
            String address, boolean cookie, boolean current) {
    }

    private final Store store;
    private final CredentialIndex credentials;
    private final Owners owners;
    private final Logins logins;
    private final Csrf csrf;
    private final Clock clock;

    SessionsResource(Store store, CredentialIndex credentials, Owners owners, Logins logins, Csrf csrf, Clock clock) {
        this.store = store;
        this.credentials = credentials;
        this.owners = owners;
        this.logins = logins;
        this.csrf = csrf;
        this.clock = clock;
    }

    @Override
    public void routes(Routes routes) {
        routes.on("POST", "/api/v1/sessions").open().guarded().to(this::login);
        routes.on("GET", "/api/v1/sessions").role(Role.VIEWER).to(this::list);
        routes.on("DELETE", "/api/v1/sessions/current").role(Role.VIEWER).to(this::logout);
        routes.on("DELETE", "/api/v1/sessions/{id}").role(Role.VIEWER).to(this::end);
    }

    private CompletionStage<Answer> login(Call call) {
        Login login = call.body(Login.class);
        String name = Texts.userName(Texts.required(login.name(), "/name"));
        boolean cookie = login.cookie().orElse(false);
        Secret password = Texts.required(login.password(), "/password");
        Optional<Answer> refusal = logins.refusal(call, name);
        return refusal.isPresent() ? CompletableFuture.completedFuture(refusal.get()) : login(call, name, password, cookie);
    }

    private CompletionStage<Answer> login(Call call, String name, Secret password, boolean cookie) {
        return logins.login(call, name, password, cookie).thenApply(session -> {
            String id = session.made().id();
            Answer answer = new Answer.Json(201, new SessionMade(id, session.expires(),
                    cookie ? Optional.empty() : Optional.of(session.made().token()),
                    cookie ? Optional.of(csrf.of(id)) : Optional.empty()), Map.of());
            return (cookie ? answer.header("Set-Cookie", cookie(session.made().token().reveal(), session.expires())) : answer)
                    .secret();
        });
    }

    private String cookie(String value, Instant expires) {
        return COOKIE + "=" + value + "; Path=/; Max-Age=" + Math.max(0, Duration.between(clock.now(), expires).toSeconds())
                + "; Secure; HttpOnly; SameSite=Lax";
    }

    private CompletionStage<Answer> list(Call call) {
        boolean all = call.caller().role().orElseThrow() == Role.ADMIN;
        String after = Cursor.after(call.page());
        Optional<String> own = call.caller() instanceof Caller.Person person ? Optional.of(person.userId()) : Optional.empty();
        return store.read(rows -> {
            List<Credential> page = CredentialTable.sessions(rows, all ? Optional.empty() : Optional.of(own.orElse("")), after,
                    clock.now(), call.page().limit());
            return Answer.list(page.stream().map(session -> view(call, session)).toList(),
                    Cursor.next(page, call.page(), Credential::id));
        });
    }

    private SessionView view(Call call, Credential session) {
        Instant used = credentials.usedAt(session.id()).or(session::usedAt).orElse(session.createdAt());
        return new SessionView(session.id(), session.owner(), owners.person(session.owner()).map(Person::name).orElse("removed"),
                session.createdAt(), used, session.expiresAt().orElse(used), session.usedFrom().orElse("::"), session.cookie(),
                current(call.caller()).equals(Optional.of(session.id())));
    }

    private static Optional<String> current(Caller caller) {
        return caller instanceof Caller.Person person ? Optional.of(person.credentialId()) : Optional.empty();
    }

    private CompletionStage<Answer> logout(Call call) {
        String id = current(call.caller()).orElseThrow(() -> unknown("current"));
        return store.write(tx -> end(tx, call, id)).thenApply(answer -> answer.header("Set-Cookie", COOKIE
                + "=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax"));
    }

    private CompletionStage<Answer> end(Call call) {
        String id = Texts.credentialId(call.path("id"), "sessions.unknown", "session");
        return store.write(tx -> end(tx, call, id));
    }

    private Answer end(Tx tx, Call call, String id) {
        Credential session = CredentialTable.one(tx, id).filter(found -> found.kind() == CredentialKind.SESSION)
                .filter(found -> found.state(tx.now()) == Presented.State.VALID && mayEnd(call.caller(), found))
                .orElseThrow(() -> unknown(id));
        credentials.revoke(tx, id);
        tx.audit(Actors.done(call, "sessions.end", "user", session.owner(), Map.of("session", id)));
        return Answer.none();
    }

    private static boolean mayEnd(Caller caller, Credential session) {
        boolean own = caller instanceof Caller.Person person && person.userId().equals(session.owner());
        return own || caller.role().orElseThrow() == Role.ADMIN;
    }

    private static PenstockException unknown(String id) {
        return new PenstockException(ErrorKind.NOT_FOUND, "sessions.unknown", "there is no session \"" + id + "\"");
    }
}
