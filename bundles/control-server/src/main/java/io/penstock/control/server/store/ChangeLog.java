package io.penstock.control.server.store;

import io.penstock.control.server.store.sql.SqlSession;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Numbers what a transaction changed. It takes the one row of {@code change_head}, and with it the turn among servers. */
final class ChangeLog {
    private record Head(long seq, long auditSeq, byte[] auditHash) {
    }

    private final AuditChain audit;

    ChangeLog(AuditChain audit) {
        this.audit = audit;
    }

    /** Writes the changes and acts of works, as the last thing before the commit. */
    List<Change> append(SqlSession session, Instant now, List<SessionTx> works) throws SQLException {
        int changes = works.stream().mapToInt(work -> work.changes().size()).sum();
        List<Act> acts = works.stream().flatMap(work -> work.acts().stream()).toList();
        if (changes == 0 && acts.isEmpty()) {
            return List.of();
        }
        Head head = session.one("update change_head set seq = seq + ?, audit_seq = audit_seq + ? where one = 1"
                        + " returning seq, audit_seq, audit_hash",
                row -> new Head(row.getLong("seq"), row.getLong("audit_seq"), row.getBytes("audit_hash")),
                changes, acts.size()).orElseThrow(() -> new SQLException("change_head is empty", "XX001"));
        if (!acts.isEmpty()) {
            byte[] last = audit.append(session, now, head.auditSeq() - acts.size(), head.auditHash(), acts);
            session.update("update change_head set audit_hash = ? where one = 1", (Object) last);
        }
        return write(session, numbered(works, now, head.seq() - changes));
    }

    private static List<Change> numbered(List<SessionTx> works, Instant now, long before) {
        List<Change> numbered = new ArrayList<>();
        for (SessionTx work : works) {
            for (SessionTx.Told told : work.changes()) {
                numbered.add(new Change(before + numbered.size() + 1, now, told.kind(), told.id(), told.op(),
                        told.version(), work.actor()));
            }
        }
        return numbered;
    }

    private static List<Change> write(SqlSession session, List<Change> changes) throws SQLException {
        List<Object[]> rows = changes.stream().map(change -> new Object[] {change.seq(), change.at(), change.kind().name(),
            change.id(), change.op().name(), change.version(), change.actor()}).toList();
        if (!rows.isEmpty()) {
            session.batch("insert into changes (seq, at, kind, id, op, version, actor) values (?, ?, ?, ?, ?, ?, ?)", rows);
        }
        return changes;
    }
}
