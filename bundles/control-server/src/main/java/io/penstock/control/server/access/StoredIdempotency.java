package io.penstock.control.server.access;

import io.penstock.control.api.Json;
import io.penstock.control.server.http.IdempotencyStore;
import io.penstock.control.server.store.Row;
import io.penstock.control.server.store.Store;
import io.penstock.control.server.store.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** Answers of creations, as rows. Thread-safe. */
final class StoredIdempotency implements IdempotencyStore {
    private static final Duration KEPT = Duration.ofHours(24);
    private static final Duration RUNS = Duration.ofMinutes(1);

    private final Store store;
    private final Json json = new Json();

    StoredIdempotency(Store store) {
        this.store = store;
    }

    private record Begun(String hash, OptionalLong status, Optional<String> headers, Optional<byte[]> body, Instant at) {
        static Begun read(Row row) {
            return new Begun(row.text("request_hash"), row.mayNumber("status"), row.mayText("headers"), row.mayBytes("body"),
                    row.time("at"));
        }
    }

    @Override
    public CompletionStage<Known> begin(String caller, String key, String requestHash) {
        return store.write(tx -> begin(tx, caller, key, requestHash));
    }

    private Known begin(Tx tx, String caller, String key, String requestHash) {
        // The row is ours from here on: two who come at once see each other.
        boolean fresh = tx.update("insert into idempotency (caller, key, request_hash, at) values (?, ?, ?, ?)"
                + " on conflict (caller, key) do update set request_hash = excluded.request_hash, status = null, headers = null,"
                + " body = null, at = excluded.at where idempotency.at < ? or idempotency.status is null and idempotency.at < ?",
                caller, key, requestHash, tx.now(), tx.now().minus(KEPT), tx.now().minus(RUNS)) == 1;
        return fresh ? new New() : tx.one("select request_hash, status, headers, body, at from idempotency where caller = ?"
                + " and key = ?", Begun::read, caller, key).map(this::known).orElse(new New());
    }

    private Known known(Begun begun) {
        if (begun.status().isEmpty()) {
            return new Running(begun.hash());
        }
        Map<String, String> headers = new HashMap<>();
        json.readTolerant(begun.headers().orElse("{}"), Map.class).forEach((name, value) ->
                headers.put((String) name, (String) value));
        boolean secret = begun.body().isEmpty();
        return new Kept(begun.hash(), (int) begun.status().getAsLong(), Map.copyOf(headers),
                begun.body().orElseGet(() -> new byte[0]), secret);
    }

    @Override
    public CompletionStage<?> keep(String caller, String key, Kept answer) {
        Optional<byte[]> body = answer.secret() ? Optional.empty() : Optional.of(answer.body());
        return store.write(tx -> tx.update("update idempotency set status = ?, headers = ?, body = ? where caller = ? and key = ?",
                answer.status(), json.text(answer.headers()), body, caller, key));
    }

    @Override
    public CompletionStage<?> forget(String caller, String key) {
        return store.write(tx -> tx.update("delete from idempotency where caller = ? and key = ? and status is null", caller, key));
    }

    /** Takes away what nobody asks for again. */
    static void tidy(Tx tx) {
        tx.update("delete from idempotency where at < ?", tx.now().minus(KEPT));
    }
}
