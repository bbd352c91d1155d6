package io.penstock.control.server.access;

import io.penstock.control.server.store.Change;
import io.penstock.control.server.store.ChangeKind;
import io.penstock.control.server.store.Store;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** People and programs, in memory; kept by the change feed. Thread-safe. */
final class Owners implements AutoCloseable {
    private final Store store;
    private final Map<String, Person> people = new ConcurrentHashMap<>();
    private final Map<String, Account> accounts = new ConcurrentHashMap<>();
    private final AutoCloseable watch;

    private Owners(Store store) {
        this.store = store;
        this.watch = store.changes().watch(this::follow);
    }

    static Owners open(Store store) {
        Owners owners = new Owners(store);
        store.read(rows -> {
            UserTable.all(rows).forEach(owners::put);
            AccountTable.all(rows).forEach(owners::put);
            return null;
        }).join();
        return owners;
    }

    Optional<Person> person(String id) {
        return Optional.ofNullable(people.get(id));
    }

    Optional<Account> account(String id) {
        return Optional.ofNullable(accounts.get(id));
    }

    /** Right at the commit, ahead of the feed. */
    void put(Person person) {
        people.merge(person.id(), person, (old, now) -> old.version() > now.version() ? old : now);
    }

    /** Right at the commit, ahead of the feed. */
    void put(Account account) {
        accounts.merge(account.id(), account, (old, now) -> old.version() > now.version() ? old : now);
    }

    void remove(String id) {
        people.remove(id);
        accounts.remove(id);
    }

    private void follow(List<Change> changes) {
        for (Change change : changes) {
            if (change.kind() == ChangeKind.USER && !known(person(change.id()).map(Person::version), change)) {
                again(change.id(), rows -> UserTable.byId(rows, change.id()), people, this::put);
            } else if (change.kind() == ChangeKind.ACCOUNT && !known(account(change.id()).map(Account::version), change)) {
                again(change.id(), rows -> AccountTable.byId(rows, change.id()), accounts, this::put);
            }
        }
    }

    private static boolean known(Optional<Long> version, Change change) {
        return version.isPresent() && version.get() >= change.version() && change.op() != io.penstock.control.server.store.ChangeOp.DELETED;
    }

    private <T> void again(String id, Function<io.penstock.control.server.store.Rows, Optional<T>> read, Map<String, T> all,
            java.util.function.Consumer<T> put) {
        store.read(read).thenAccept(found -> found.ifPresentOrElse(put, () -> all.remove(id)));
    }

    @Override
    public void close() throws Exception {
        watch.close();
    }
}
