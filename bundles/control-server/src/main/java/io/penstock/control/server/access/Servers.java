package io.penstock.control.server.access;

import io.penstock.control.server.store.Row;
import io.penstock.control.server.store.Rows;
import io.penstock.control.server.store.Store;
import io.penstock.control.server.store.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The servers on a store: each says once a minute that it is there. */
final class Servers {
    /** Who was not seen for so long is not shown any more. */
    private static final Duration GONE = Duration.ofDays(7);

    /** One row of {@code servers}. */
    record Entry(String id, String address, String software, Instant startedAt, Instant seenAt) {
        static Entry read(Row row) {
            return new Entry(row.text("id"), row.text("address"), row.text("version"), row.time("started_at"),
                    row.time("seen_at"));
        }
    }

    private final Store store;
    private final ServerFacts facts;

    Servers(Store store, ServerFacts facts) {
        this.store = store;
        this.facts = facts;
    }

    /** Says that this one is there. */
    void seen(Tx tx) {
        tx.update("insert into servers (id, address, version, started_at, seen_at) values (?, ?, ?, ?, ?) on conflict (id)"
                + " do update set address = excluded.address, version = excluded.version, started_at = excluded.started_at,"
                + " seen_at = excluded.seen_at", store.serverId(), facts.place().get().url().toString(), facts.software(),
                facts.startedAt(), tx.now());
        tx.update("delete from servers where seen_at < ?", tx.now().minus(GONE));
    }

    static List<Entry> page(Rows rows, String after, int limit) {
        return rows.list("select id, address, version, started_at, seen_at from servers where id > ? order by id limit ?",
                Entry::read, after, limit);
    }
}
