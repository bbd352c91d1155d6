package io.penstock.control.server.fleet;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.penstock.control.api.CredentialKind;
import io.penstock.control.server.access.Actors;
import io.penstock.control.server.access.Made;
import io.penstock.control.server.access.NewCredential;
import io.penstock.control.server.http.Answer;
import io.penstock.control.server.http.Call;
import io.penstock.control.server.http.Resource;
import io.penstock.control.server.http.Role;
import io.penstock.control.server.http.Routes;
import io.penstock.control.server.pipe.Fields;
import io.penstock.control.server.pipe.Pages;
import io.penstock.control.server.store.ChangeKind;
import io.penstock.control.server.store.ChangeOp;
import io.penstock.control.server.store.Tx;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.value.Durations;
import io.penstock.core.value.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** {@code /keys}: API keys, for agents whose entries exist. */
final class KeysResource implements Resource {
    private static final String PLACE = "/api/v1/keys";
    private static final int MAX_AGENTS = 1000;
    private static final Duration OVERLAP = Duration.ofHours(24);
    private final FleetParts parts;

    KeysResource(FleetParts parts) {
        this.parts = parts;
    }

    /** A key with its secret, this once. */
    private record KeyMade(@JsonUnwrapped KeyTable.Key shown, Secret key) {
    }

    @Override
    public void routes(Routes routes) {
        routes.on("GET", PLACE).role(Role.OPERATOR).to(this::list);
        routes.on("POST", PLACE).role(Role.OPERATOR).creates().to(this::make);
        routes.on("GET", PLACE + "/{id}").role(Role.OPERATOR).to(this::show);
        routes.on("PATCH", PLACE + "/{id}").role(Role.OPERATOR).changes().to(this::change);
        routes.on("POST", PLACE + "/{id}/rotate").role(Role.OPERATOR).creates().to(this::rotate);
        routes.on("POST", PLACE + "/{id}/revoke").role(Role.OPERATOR).changes().to(this::revoke);
    }

    private CompletionStage<Answer> list(Call call) {
        return parts.read(rows -> {
            List<KeyTable.Key> keys = KeyTable.all(rows);
            keys.forEach(key -> KeyTable.full(rows, key));
            return Pages.of(keys, call.page(), key -> key);
        });
    }

    private CompletionStage<Answer> show(Call call) {
        return parts.read(rows -> {
            KeyTable.Key key = KeyTable.full(rows, KeyTable.known(rows, call.path("id")));
            return Answer.ok(key, key.version());
        });
    }

    private CompletionStage<Answer> make(Call call) {
        Fields fields = Fields.of(call, Set.of("label", "agents", "expiresAt"));
        String label = label(fields.required("label", 100));
        List<String> agents = fields.texts("agents", MAX_AGENTS).filter(list -> !list.isEmpty())
                .orElseThrow(() -> PenstockException.invalid("request.field", "/agents: expected at least one agent's id"));
        Optional<Instant> expires = fields.time("expiresAt");
        return parts.write(tx -> {
            Made made = make(tx, call, label, agents, expires);
            tx.audit(Actors.done(call, "keys.create", "key", made.id(), Map.of("label", label, "agents", agents)));
            return made(tx, made);
        });
    }

    static String label(String text) {
        if (!text.matches("[^\\x00-\\x1f\\x7f]{1,100}")) {
            throw PenstockException.invalid("request.field", "/label: expected 1 to 100 characters");
        }
        return text;
    }

    private Made make(Tx tx, Call call, String label, List<String> agents, Optional<Instant> expires) {
        agents.forEach(agent -> AgentTable.known(tx, parts.json(), agent));
        Made made = parts.credentials().make(tx, NewCredential.of(CredentialKind.API_KEY, "", label,
                Actors.actor(call.caller()), expires));
        KeyTable.agents(tx, made.id(), agents);
        tx.change(ChangeKind.KEY, made.id(), ChangeOp.CREATED, 1);
        return made;
    }

    private static Answer made(Tx tx, Made made) {
        KeyTable.Key key = KeyTable.full(tx, KeyTable.known(tx, made.id()));
        return Answer.created(PLACE + "/" + made.id(), new KeyMade(key, made.token()), key.version()).secret();
    }

    private CompletionStage<Answer> change(Call call) {
        Fields fields = Fields.of(call, Set.of("label", "agents", "expiresAt")).notEmpty();
        return parts.write(tx -> {
            KeyTable.Key key = valid(KeyTable.known(tx, call.path("id")), call);
            if (fields.has("expiresAt")) {
                parts.credentials().expire(tx, key.id(), fields.time("expiresAt"));
            }
            fields.texts("agents", MAX_AGENTS).ifPresent(agents -> {
                agents.forEach(agent -> AgentTable.known(tx, parts.json(), agent));
                KeyTable.agents(tx, key.id(), agents);
            });
            long version = KeyTable.known(tx, key.id()).version();
            KeyTable.change(tx, key.id(), "label = ?", fields.has("label") ? label(fields.required("label", 100)) : key.label(),
                    version);
            tx.audit(Actors.done(call, "keys.change", "key", key.id(), Map.of()));
            KeyTable.Key changed = KeyTable.full(tx, KeyTable.known(tx, key.id()));
            return Answer.ok(changed, changed.version());
        });
    }

    private static KeyTable.Key valid(KeyTable.Key key, Call call) {
        if (key.version() != call.ifMatch()) {
            throw KeyTable.stale(key.id(), call.ifMatch());
        }
        return valid(key);
    }

    private static KeyTable.Key valid(KeyTable.Key key) {
        if (key.revokedAt().isPresent()) {
            throw new PenstockException(ErrorKind.CONFLICT, "keys.revoked", "the key " + key.id() + " was revoked");
        }
        return key;
    }

    private CompletionStage<Answer> rotate(Call call) {
        Duration overlap = call.hasBody() ? Fields.of(call, Set.of("overlap")).text("overlap", 64).map(Durations::parse)
                .orElse(OVERLAP) : OVERLAP;
        return parts.write(tx -> {
            KeyTable.Key old = valid(KeyTable.full(tx, KeyTable.known(tx, call.path("id"))));
            Made made = make(tx, call, old.label(), old.agents(), old.expiresAt());
            Instant end = tx.now().plus(overlap);
            parts.credentials().expire(tx, old.id(), Optional.of(old.expiresAt().filter(end::isAfter).orElse(end)));
            tx.change(ChangeKind.KEY, old.id(), ChangeOp.CHANGED, 0);
            tx.audit(Actors.done(call, "keys.rotate", "key", old.id(), Map.of("successor", made.id())));
            return made(tx, made);
        });
    }

    private CompletionStage<Answer> revoke(Call call) {
        return parts.write(tx -> {
            KeyTable.Key key = valid(KeyTable.known(tx, call.path("id")), call);
            parts.credentials().revoke(tx, key.id());
            tx.change(ChangeKind.KEY, key.id(), ChangeOp.CHANGED, key.version() + 1);
            tx.audit(Actors.done(call, "keys.revoke", "key", key.id(), Map.of()));
            KeyTable.Key revoked = KeyTable.full(tx, KeyTable.known(tx, key.id()));
            return Answer.ok(revoked, revoked.version());
        });
    }
}
