package io.penstock.control.server.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.control.api.Json;
import io.penstock.control.server.http.Answer;
import io.penstock.control.server.http.Call;
import io.penstock.control.server.http.Resource;
import io.penstock.control.server.http.Role;
import io.penstock.control.server.http.Routes;
import io.penstock.control.server.store.Row;
import io.penstock.control.server.store.Store;
import io.penstock.core.error.PenstockException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** {@code /audit}: who did what. */
final class AuditResource implements Resource {
    /** As the API shows it. */
    record Entry(long seq, Instant at, String actor, String actorName, String action, String kind, String id, String result,
            String address, String requestId, Map<?, ?> detail) {
    }

    /** Whether the chain holds. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Check(boolean valid, long checked, Optional<Long> firstBroken) {
    }

    private final Store store;
    private final Json json = new Json();

    AuditResource(Store store) {
        this.store = store;
    }

    @Override
    public void routes(Routes routes) {
        routes.on("GET", "/api/v1/audit").role(Role.ADMIN).to(this::list);
        routes.on("GET", "/api/v1/audit/verify").role(Role.ADMIN).to(this::verify);
    }

    private CompletionStage<Answer> list(Call call) {
        StringBuilder where = new StringBuilder(" where 1 = 1");
        List<Object> values = new ArrayList<>();
        add(where, values, " and seq < ?", Optional.of(Cursor.after(call.page())).filter(after -> !after.isEmpty())
                .map(AuditResource::number));
        add(where, values, " and actor = ?", call.query("actor"));
        add(where, values, " and kind = ?", call.query("kind"));
        add(where, values, " and id = ?", call.query("id"));
        add(where, values, " and at >= ?", call.query("from").map(text -> time("from", text)));
        add(where, values, " and at < ?", call.query("to").map(text -> time("to", text)));
        values.add(call.page().limit());
        return store.read(rows -> {
            List<Entry> page = rows.list("select seq, at, actor, actor_name, action, kind, id, result, address, request_id, detail"
                    + " from audit" + where + " order by seq desc limit ?", this::entry, values.toArray());
            return Answer.list(page, Cursor.next(page, call.page(), entry -> Long.toString(entry.seq())));
        });
    }

    private static void add(StringBuilder where, List<Object> values, String condition, Optional<?> value) {
        value.ifPresent(given -> {
            where.append(condition);
            values.add(given);
        });
    }

    private static Long number(String after) {
        try {
            return Long.parseLong(after);
        } catch (NumberFormatException e) {
            throw PenstockException.invalid("request.query", "after: expected what a page before said as next");
        }
    }

    private static Instant time(String name, String text) {
        try {
            return Instant.parse(text);
        } catch (java.time.format.DateTimeParseException e) {
            throw PenstockException.invalid("request.query", name + ": expected RFC 3339 in UTC, not \"" + text + "\"");
        }
    }

    private Entry entry(Row row) {
        return new Entry(row.number("seq"), row.time("at"), row.text("actor"), row.text("actor_name"), row.text("action"),
                row.text("kind"), row.text("id"), row.text("result"), row.text("address"), row.text("request_id"),
                json.readTolerant(row.text("detail"), Map.class));
    }

    private CompletionStage<Answer> verify(Call call) {
        return store.checkAudit().thenApply(check -> Answer.ok(new Check(check.valid(), check.checked(),
                check.firstBroken().isPresent() ? Optional.of(check.firstBroken().getAsLong()) : Optional.empty())));
    }
}
