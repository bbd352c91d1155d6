package io.penstock.control.server.access;

import io.penstock.control.server.store.ChangeKind;
import io.penstock.control.server.store.ChangeOp;
import io.penstock.control.server.store.Rows;
import io.penstock.control.server.store.Tx;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The table {@code accounts}. */
final class AccountTable {
    private static final String SELECT = "select " + Account.COLUMNS + " from accounts";

    private AccountTable() {
    }

    static void insert(Tx tx, Account made) {
        free(tx, made.name(), made.id());
        tx.update("insert into accounts (" + Account.COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?)", made.id(), made.name(),
                made.role().text(), made.selector(), made.disabled(), made.createdAt(), made.version());
        tx.change(ChangeKind.ACCOUNT, made.id(), ChangeOp.CREATED, made.version());
    }

    private static void free(Rows rows, String name, String id) {
        rows.one(SELECT + " where lower(name) = ?", Account::read, name.toLowerCase(Locale.ROOT))
                .filter(other -> !other.id().equals(id)).ifPresent(other -> {
                    throw new PenstockException(ErrorKind.CONFLICT, "accounts.name-taken", "there is a service account \"" + name
                            + "\"");
                });
    }

    static List<Account> all(Rows rows) {
        return rows.list(SELECT, Account::read);
    }

    static List<Account> page(Rows rows, String after, int limit) {
        return rows.list(SELECT + " where lower(name) > ? order by lower(name) limit ?", Account::read, after, limit);
    }

    static Optional<Account> byId(Rows rows, String id) {
        return rows.one(SELECT + " where id = ?", Account::read, id);
    }

    static Account existing(Rows rows, String id) {
        return byId(rows, id).orElseThrow(() -> new PenstockException(ErrorKind.NOT_FOUND, "accounts.unknown",
                "there is no service account \"" + id + "\""));
    }

    /** Writes a row over the one that has {@code version}. */
    static Account change(Tx tx, Account wanted, long version) {
        existing(tx, wanted.id());
        free(tx, wanted.name(), wanted.id());
        if (tx.update("update accounts set name = ?, role = ?, selector = ?, disabled = ?, version = version + 1"
                + " where id = ? and version = ?", wanted.name(), wanted.role().text(), wanted.selector(), wanted.disabled(),
                wanted.id(), version) == 0) {
            throw changed(wanted.id(), version);
        }
        tx.change(ChangeKind.ACCOUNT, wanted.id(), ChangeOp.CHANGED, version + 1);
        return existing(tx, wanted.id());
    }

    static void delete(Tx tx, String id, long version) {
        existing(tx, id);
        if (tx.update("delete from accounts where id = ? and version = ?", id, version) == 0) {
            throw changed(id, version);
        }
        tx.change(ChangeKind.ACCOUNT, id, ChangeOp.DELETED, version);
    }

    private static PenstockException changed(String id, long version) {
        return new PenstockException(ErrorKind.CONFLICT, "accounts.version", "the service account \"" + id
                + "\" was changed since version " + version);
    }
}
