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

/** The table {@code users}. */
final class UserTable {
    private static final String SELECT = "select " + Person.COLUMNS + " from users";

    private UserTable() {
    }

    static void insert(Tx tx, Person made, String password) {
        if (byName(tx, made.name()).isPresent()) {
            throw new PenstockException(ErrorKind.CONFLICT, "users.name-taken", "there is a user \"" + made.name() + "\"");
        }
        tx.update("insert into users (" + Person.COLUMNS + ", password) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", made.id(),
                made.name(), made.role().text(), made.disabled(), made.createdAt(), made.passwordAt(), made.failed(),
                made.lockedUntil(), made.version(), password);
        tx.change(ChangeKind.USER, made.id(), ChangeOp.CREATED, made.version());
    }

    /** Waits for its turn among all servers: what this transaction reads from here on stays so until it commits. */
    static void turn(Tx tx) {
        tx.update("update change_head set seq = seq where one = 1");
    }

    static List<Person> all(Rows rows) {
        return rows.list(SELECT, Person::read);
    }

    static List<Person> page(Rows rows, String after, int limit) {
        return rows.list(SELECT + " where lower(name) > ? order by lower(name) limit ?", Person::read, after, limit);
    }

    static Optional<Person> byId(Rows rows, String id) {
        return rows.one(SELECT + " where id = ?", Person::read, id);
    }

    static Person existing(Rows rows, String id) {
        return byId(rows, id).orElseThrow(() -> new PenstockException(ErrorKind.NOT_FOUND, "users.unknown",
                "there is no user \"" + id + "\""));
    }

    static Optional<Person> byName(Rows rows, String name) {
        return rows.one(SELECT + " where lower(name) = ?", Person::read, name.toLowerCase(Locale.ROOT));
    }

    static Optional<String> password(Rows rows, String id) {
        return rows.one("select password from users where id = ?", row -> row.text("password"), id);
    }

    static long admins(Rows rows) {
        return rows.one("select count(*) as n from users where role = 'admin' and disabled = 0", row -> row.number("n"))
                .orElse(0L);
    }

    /** Changes a row that has the version; the row as it is then. */
    static Person change(Tx tx, String id, long version, String assignments, Object... values) {
        existing(tx, id);
        Object[] all = new Object[values.length + 2];
        System.arraycopy(values, 0, all, 0, values.length);
        all[values.length] = id;
        all[values.length + 1] = version;
        if (tx.update("update users set " + assignments + ", version = version + 1 where id = ? and version = ?", all) == 0) {
            throw new PenstockException(ErrorKind.CONFLICT, "users.version", "the user \"" + id + "\" was changed since version "
                    + version);
        }
        tx.change(ChangeKind.USER, id, ChangeOp.CHANGED, version + 1);
        return existing(tx, id);
    }

    /** Changes what is not worth a version: counters of failures. */
    static void note(Tx tx, String id, String assignments, Object... values) {
        Object[] all = new Object[values.length + 1];
        System.arraycopy(values, 0, all, 0, values.length);
        all[values.length] = id;
        tx.update("update users set " + assignments + " where id = ?", all);
    }

    static void delete(Tx tx, String id, long version) {
        existing(tx, id);
        if (tx.update("delete from users where id = ? and version = ?", id, version) == 0) {
            throw new PenstockException(ErrorKind.CONFLICT, "users.version", "the user \"" + id + "\" was changed since version "
                    + version);
        }
        tx.change(ChangeKind.USER, id, ChangeOp.DELETED, version);
    }
}
