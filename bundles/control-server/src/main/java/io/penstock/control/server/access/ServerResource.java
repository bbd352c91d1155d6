package io.penstock.control.server.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.control.api.Json;
import io.penstock.control.server.http.Answer;
import io.penstock.control.server.http.Call;
import io.penstock.control.server.http.Place;
import io.penstock.control.server.http.Resource;
import io.penstock.control.server.http.Role;
import io.penstock.control.server.http.Routes;
import io.penstock.control.server.store.Store;
import io.penstock.core.error.PenstockException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code /server}, {@code /servers}, {@code /operations} and the signing keys. */
final class ServerResource implements Resource {
    /** This server, and what all share. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record ServerView(String id, String storeId, long version, String software, String url, Optional<String> pin,
            String database, Instant startedAt, Map<String, Map<String, Object>> settings) {
    }

    /** One of the servers. */
    record ServerEntry(String id, String address, String software, Instant startedAt, Instant seenAt, boolean current) {
    }

    private final Store store;
    private final ServerFacts facts;
    private final SharedSettings settings;
    private final Signer signer;
    private final Json json = new Json();

    ServerResource(Store store, ServerFacts facts, SharedSettings settings, Signer signer) {
        this.store = store;
        this.facts = facts;
        this.settings = settings;
        this.signer = signer;
    }

    @Override
    public void routes(Routes routes) {
        routes.on("GET", "/api/v1/server").role(Role.VIEWER).to(call ->
                CompletableFuture.completedFuture(Answer.ok(view(), settings.version())));
        routes.on("PATCH", "/api/v1/server").role(Role.ADMIN).changes().to(this::change);
        routes.on("GET", "/api/v1/servers").role(Role.VIEWER).to(this::servers);
        routes.on("GET", "/api/v1/operations/{id}").role(Role.VIEWER).to(call -> store.read(rows ->
                Answer.ok(Operations.existing(rows, call.path("id")))));
        routes.on("POST", "/api/v1/signing-keys/rotate").role(Role.ADMIN).creates().to(this::rotate);
    }

    private ServerView view() {
        Place place = facts.place().get();
        return new ServerView(store.serverId(), store.id(), settings.version(), facts.software(), place.url().toString(),
                place.pin(), store.database(), facts.startedAt(), settings.shown());
    }

    private CompletionStage<Answer> change(Call call) {
        Map<?, ?> patch = json.readTolerant(call.bytes(), Map.class);
        if (patch.isEmpty()) {
            throw PenstockException.invalid("request.field", "the body changes nothing: expected sync, rollout or keep");
        }
        return store.write(tx -> {
            SharedSettings.Kept changed = settings.change(tx, patch, call.ifMatch());
            tx.audit(Actors.done(call, "server.change", "server", "settings", Map.of("after", changed.entries())));
            return changed.version();
        }).thenApply(version -> Answer.ok(view(), version));
    }

    private CompletionStage<Answer> servers(Call call) {
        String after = Cursor.after(call.page());
        return store.read(rows -> {
            List<Servers.Entry> page = Servers.page(rows, after, call.page().limit());
            return Answer.list(page.stream().map(entry -> new ServerEntry(entry.id(), entry.address(), entry.software(),
                    entry.startedAt(), entry.seenAt(), entry.id().equals(store.serverId()))).toList(),
                    Cursor.next(page, call.page(), Servers.Entry::id));
        });
    }

    private CompletionStage<Answer> rotate(Call call) {
        return store.write(tx -> {
            signer.rotate(tx);
            tx.audit(Actors.done(call, "signing-keys.rotate", "server", "signing-keys", Map.of()));
            return null;
        }).thenApply(done -> new Answer.Json(201, Map.of("number", signer.number(), "keys", signer.keys()), Map.of()));
    }
}
