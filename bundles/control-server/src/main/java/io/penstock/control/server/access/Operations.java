package io.penstock.control.server.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.control.server.store.Row;
import io.penstock.control.server.store.Rows;
import io.penstock.control.server.store.Tx;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.time.Instant;
import java.util.Optional;

/** Work that goes on after its answer, as rows. */
final class Operations {
    private static final int MAX_DETAIL = 4000;

    /** One, as the API shows it. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Operation(String id, String kind, String state, String detail, Instant createdAt, Optional<Instant> endedAt) {
        static Operation read(Row row) {
            return new Operation(row.text("id"), row.text("kind"), row.text("state"), row.text("detail"),
                    row.time("created_at"), row.mayTime("ended_at"));
        }
    }

    private Operations() {
    }

    static Operation begin(Tx tx, String id, String kind, String server) {
        tx.update("insert into operations (id, kind, state, detail, server, created_at) values (?, ?, 'running', '', ?, ?)", id,
                kind, server, tx.now());
        return existing(tx, id);
    }

    static void end(Tx tx, String id, boolean done, String detail) {
        tx.update("update operations set state = ?, detail = ?, ended_at = ? where id = ?", done ? "done" : "failed",
                detail.length() > MAX_DETAIL ? detail.substring(0, MAX_DETAIL) : detail, tx.now(), id);
    }

    /** What a server was at when it ended will not go on. */
    static void abandon(Tx tx, String server) {
        tx.update("update operations set state = 'failed', detail = 'the server ended meanwhile', ended_at = ?"
                + " where server = ? and state = 'running'", tx.now(), server);
    }

    static Operation existing(Rows rows, String id) {
        return rows.one("select id, kind, state, detail, created_at, ended_at from operations where id = ?", Operation::read, id)
                .orElseThrow(() -> new PenstockException(ErrorKind.NOT_FOUND, "operations.unknown",
                        "there is no operation \"" + id + "\""));
    }
}
