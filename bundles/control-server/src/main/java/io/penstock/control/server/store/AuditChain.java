package io.penstock.control.server.store;

import io.penstock.control.api.Json;
import io.penstock.control.server.store.sql.SqlSession;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The audit: each entry carries an HMAC over itself and the one before, under a key that is not in the database. Who can
 * write to the database but has no master key cannot change, put in or take out an entry unnoticed. Thread-safe.
 */
final class AuditChain {
    /** For the master key. */
    static final String PURPOSE = "audit";
    /** What the first entry of all follows. */
    static final byte[] START = new byte[32];
    private static final int PAGE = 1000;
    private static final String COLUMNS = "seq, at, actor, actor_name, action, kind, id, result, address, request_id, detail";

    private final byte[] key;
    private final Json json = new Json();

    AuditChain(byte[] key) {
        this.key = key.clone();
    }

    /** One row, as it is kept. */
    private record Entry(long seq, long at, List<String> texts) {
        byte[] bytes(byte[] previous) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (DataOutputStream out = new DataOutputStream(bytes)) {
                out.write(previous);
                out.writeLong(seq);
                out.writeLong(at);
                for (String text : texts) {
                    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                    out.writeInt(utf8.length);
                    out.write(utf8);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return bytes.toByteArray();
        }
    }

    /**
     * Writes entries after the one that has number {@code seq} and hash {@code previous}.
     *
     * @return the hash of the last
     */
    byte[] append(SqlSession session, Instant now, long seq, byte[] previous, List<Act> acts) throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        byte[] last = previous;
        for (Act act : acts) {
            Entry entry = new Entry(seq + rows.size() + 1, now.toEpochMilli(), List.of(act.actor(), act.actorName(),
                    act.action(), act.kind(), act.id(), act.result().name().toLowerCase(Locale.ROOT), act.address(),
                    act.requestId(), json.text(new TreeMap<>(act.detail()))));
            byte[] hash = MasterKey.hmac(key, entry.bytes(last));
            List<Object> row = new ArrayList<>(List.of(entry.seq(), entry.at()));
            row.addAll(entry.texts());
            row.addAll(List.of(last, hash));
            rows.add(row.toArray());
            last = hash;
        }
        session.batch("insert into audit (" + COLUMNS + ", previous, hash) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                rows);
        return last;
    }

    /** Goes through all that is kept. */
    AuditCheck check(Rows rows) {
        record Kept(Entry entry, byte[] previous, byte[] hash) {
        }
        long checked = 0;
        long seq = -1;
        byte[] last = null;
        while (true) {
            List<Kept> page = rows.list("select " + COLUMNS + ", previous, hash from audit where seq > ? order by seq limit "
                    + PAGE, row -> new Kept(new Entry(row.number("seq"), row.number("at"), texts(row)),
                            row.bytes("previous"), row.bytes("hash")), seq);
            for (Kept kept : page) {
                checked++;
                boolean follows = last == null || kept.entry().seq() == seq + 1 && MessageDigest.isEqual(last, kept.previous());
                boolean same = MessageDigest.isEqual(kept.hash(), MasterKey.hmac(key, kept.entry().bytes(kept.previous())));
                if (!follows || !same) {
                    return new AuditCheck(checked, OptionalLong.of(kept.entry().seq()));
                }
                seq = kept.entry().seq();
                last = kept.hash();
            }
            if (page.size() < PAGE) {
                return end(rows, checked, seq, last == null ? START : last);
            }
        }
    }

    /** What the head says was written last is there: who takes old entries away leaves the newest. */
    private static AuditCheck end(Rows rows, long checked, long seq, byte[] last) {
        boolean whole = rows.one("select audit_seq, audit_hash from change_head where one = 1",
                row -> row.number("audit_seq") == Math.max(0, seq) && MessageDigest.isEqual(row.bytes("audit_hash"), last))
                .orElse(false);
        return new AuditCheck(checked, whole ? OptionalLong.empty() : OptionalLong.of(Math.max(0, seq) + 1));
    }

    private static List<String> texts(Row row) {
        return List.of(row.text("actor"), row.text("actor_name"), row.text("action"), row.text("kind"), row.text("id"),
                row.text("result"), row.text("address"), row.text("request_id"), row.text("detail"));
    }
}
