package io.penstock.control.server.access;

import io.penstock.control.api.CredentialKind;
import io.penstock.control.server.store.ChangeKind;
import io.penstock.control.server.store.ChangeOp;
import io.penstock.control.server.store.Rows;
import io.penstock.control.server.store.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table {@code credentials}. */
final class CredentialTable {
    /** A row with its hash, as the index keeps it. */
    record Hashed(Credential credential, byte[] hash) {
    }

    private CredentialTable() {
    }

    static void insert(Tx tx, Credential made, byte[] hash) {
        tx.update("insert into credentials (" + Credential.COLUMNS + ", hash) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                made.id(), made.kind().text(), made.owner(), made.label(), made.role().map(role -> role.text()), made.cookie(),
                made.last4(), made.createdAt(), made.createdBy(), made.expiresAt(), made.revokedAt(), made.usedAt(),
                made.usedFrom(), made.successor(), made.version(), hash);
        tx.change(ChangeKind.CREDENTIAL, made.id(), ChangeOp.CREATED, made.version());
    }

    static List<Hashed> all(Rows rows) {
        return rows.list("select " + Credential.COLUMNS + ", hash from credentials", row -> new Hashed(Credential.read(row),
                row.bytes("hash")));
    }

    static Optional<Hashed> hashed(Rows rows, String id) {
        return rows.one("select " + Credential.COLUMNS + ", hash from credentials where id = ?",
                row -> new Hashed(Credential.read(row), row.bytes("hash")), id);
    }

    static Optional<Credential> one(Rows rows, String id) {
        return rows.one("select " + Credential.COLUMNS + " from credentials where id = ?", Credential::read, id);
    }

    /** Of one owner, those that still count or not, by id. */
    static List<Credential> of(Rows rows, CredentialKind kind, String owner, String after, int limit) {
        return rows.list("select " + Credential.COLUMNS + " from credentials where kind = ? and owner = ? and id > ?"
                + " order by id limit ?", Credential::read, kind.text(), owner, after, limit);
    }

    /** Those that count. */
    static List<Credential> live(Rows rows, CredentialKind kind, String owner) {
        return rows.list("select " + Credential.COLUMNS + " from credentials where kind = ? and owner = ? and revoked_at is null",
                Credential::read, kind.text(), owner);
    }

    /** Sessions that count; of one person, or of all. */
    static List<Credential> sessions(Rows rows, Optional<String> owner, String after, Instant now, int limit) {
        String where = " from credentials where kind = 'se' and revoked_at is null and expires_at > ? and id > ?";
        return owner.isPresent()
                ? rows.list("select " + Credential.COLUMNS + where + " and owner = ? order by id limit ?", Credential::read, now,
                        after, owner.get(), limit)
                : rows.list("select " + Credential.COLUMNS + where + " order by id limit ?", Credential::read, now, after, limit);
    }

    /** Changes a row that is there; the row as it is then. */
    static Hashed change(Tx tx, String id, String assignments, Object... values) {
        Object[] all = new Object[values.length + 1];
        System.arraycopy(values, 0, all, 0, values.length);
        all[values.length] = id;
        tx.update("update credentials set " + assignments + ", version = version + 1 where id = ?", all);
        Hashed changed = hashed(tx, id).orElseThrow();
        tx.change(ChangeKind.CREDENTIAL, id, ChangeOp.CHANGED, changed.credential().version());
        return changed;
    }

    static void used(Tx tx, List<Object[]> rows) {
        tx.batch("update credentials set used_at = ?, used_from = ? where id = ?", rows);
    }

    /** Takes those away that stopped to count before a time. */
    static List<String> old(Rows rows, Instant before, int limit) {
        return rows.list("select id from credentials where (revoked_at < ? or expires_at < ?) and kind <> 'ag' and kind <> 'ak'"
                + " and kind <> 'en' limit ?", row -> row.text("id"), before, before, limit);
    }

    static void delete(Tx tx, String id) {
        if (tx.update("delete from credentials where id = ?", id) == 1) {
            tx.change(ChangeKind.CREDENTIAL, id, ChangeOp.DELETED, 0);
        }
    }
}
