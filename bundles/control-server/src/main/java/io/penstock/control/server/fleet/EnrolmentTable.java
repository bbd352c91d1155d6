package io.penstock.control.server.fleet;

import io.penstock.control.api.Json;
import io.penstock.control.server.pipe.JsonColumns;
import io.penstock.control.server.store.ChangeKind;
import io.penstock.control.server.store.ChangeOp;
import io.penstock.control.server.store.Row;
import io.penstock.control.server.store.Rows;
import io.penstock.control.server.store.Tx;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table {@code enrolments}, with the credentials that belong to it. */
final class EnrolmentTable {
    private static final String SELECT = "select e.id, c.label, e.mode, c.expires_at, e.max_agents, e.used, e.cidrs, e.tags, "
            + "c.last4, e.closed_at, c.created_at, c.created_by, e.version from enrolments e join credentials c on c.id = e.id";

    private EnrolmentTable() {
    }

    static Optional<EnrolmentRow> byId(Rows rows, Json json, String id, Instant now) {
        return rows.one(SELECT + " where e.id = ?", row -> read(json, row, now), id);
    }

    static EnrolmentRow known(Rows rows, Json json, String id, Instant now) {
        return byId(rows, json, id, now).orElseThrow(() -> new PenstockException(ErrorKind.NOT_FOUND, "enrolments.unknown",
                "there is no enrolment key " + id));
    }

    static List<EnrolmentRow> all(Rows rows, Json json, Instant now) {
        return rows.list(SELECT + " order by c.label, e.id", row -> read(json, row, now));
    }

    private static EnrolmentRow read(Json json, Row row, Instant now) {
        Optional<Integer> max = row.mayNumber("max_agents").isPresent() ? Optional.of((int) row.number("max_agents"))
                : Optional.empty();
        Optional<Instant> expires = row.mayTime("expires_at");
        Optional<Instant> closed = row.mayTime("closed_at");
        String state = closed.isPresent() ? "closed" : expires.isPresent() && !now.isBefore(expires.get()) ? "expired"
                : max.isPresent() && row.number("used") >= max.get() ? "used-up" : "open";
        return new EnrolmentRow(row.text("id"), row.text("label"), row.text("mode"), expires, max, row.number("used"),
                JsonColumns.list(json, row.text("cidrs")), JsonColumns.texts(json, row.text("tags")), row.text("last4"), state,
                closed, row.time("created_at"), row.text("created_by"), row.number("version"));
    }

    static void insert(Tx tx, Json json, EnrolmentRow row) {
        tx.update("insert into enrolments (id, mode, max_agents, used, cidrs, tags, closed_at, version) "
                        + "values (?, ?, ?, 0, ?, ?, ?, 1)", row.id(), row.mode(), row.maxAgents(), json.text(row.cidrs()),
                json.text(row.tags()), Optional.empty());
        tx.change(ChangeKind.ENROLMENT, row.id(), ChangeOp.CREATED, 1);
    }

    static void update(Tx tx, Json json, EnrolmentRow row, long version) {
        tx.update("update credentials set label = ? where id = ?", row.label(), row.id());
        changed(tx, row.id(), version, tx.update("update enrolments set mode = ?, max_agents = ?, cidrs = ?, tags = ?, "
                        + "version = version + 1 where id = ? and version = ? and closed_at is null", row.mode(), row.maxAgents(),
                json.text(row.cidrs()), json.text(row.tags()), row.id(), version));
    }

    static void close(Tx tx, String id, long version) {
        changed(tx, id, version, tx.update("update enrolments set closed_at = ?, version = version + 1 where id = ? "
                + "and version = ?", tx.now(), id, version));
    }

    private static void changed(Tx tx, String id, long version, int rows) {
        if (rows == 0) {
            throw new PenstockException(ErrorKind.CONFLICT, "enrolments.version", "the enrolment key " + id
                    + " was changed meanwhile: it is not at version " + version + " any more");
        }
        tx.change(ChangeKind.ENROLMENT, id, ChangeOp.CHANGED, version + 1);
    }

    /** Counts one more agent; false where there is no room. */
    static boolean use(Tx tx, String id) {
        return tx.update("update enrolments set used = used + 1 where id = ? and (max_agents is null or used < max_agents)",
                id) > 0;
    }
}
