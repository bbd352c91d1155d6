package io.penstock.control.server.access;

import io.penstock.control.api.Json;
import io.penstock.control.server.settings.KeepSettings;
import io.penstock.control.server.settings.RolloutSettings;
import io.penstock.control.server.settings.ServerSettings;
import io.penstock.control.server.settings.SyncSettings;
import io.penstock.control.server.store.Change;
import io.penstock.control.server.store.ChangeKind;
import io.penstock.control.server.store.ChangeOp;
import io.penstock.control.server.store.Rows;
import io.penstock.control.server.store.Store;
import io.penstock.control.server.store.Tx;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.value.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What all servers on a store share of their settings: stronger than each one's own file. In memory; thread-safe. */
public final class SharedSettings implements Supplier<ServerSettings>, AutoCloseable {
    private static final String ID = "settings";
    private static final Map<String, List<String>> KEYS = Map.of("sync", List.of("interval", "wait"),
            "rollout", List.of("first", "factor", "most", "within"), "keep", List.of("audit", "logs", "changes", "states"));
    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(5);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(50);
    private static final Duration SHORTEST_KEPT = Duration.ofHours(1);

    /**
     * As they are kept.
     *
     * @param entries tables and their keys, checked
     */
    record Kept(Map<String, Map<String, Object>> entries, long version) {
        static final Kept NONE = new Kept(Map.of(), 0);

        Optional<Object> value(String table, String key) {
            return Optional.ofNullable(entries.getOrDefault(table, Map.of()).get(key));
        }

        Duration time(String table, String key, Duration own) {
            return value(table, key).map(text -> Durations.parse((String) text)).orElse(own);
        }

        int number(String table, String key, int own) {
            return value(table, key).map(number -> ((Number) number).intValue()).orElse(own);
        }
    }

    private final Store store;
    private final Supplier<ServerSettings> own;
    private final Json json = new Json();
    private final AutoCloseable watch;
    private volatile Kept kept = Kept.NONE;

    private SharedSettings(Store store, Supplier<ServerSettings> own) {
        this.store = store;
        this.own = own;
        this.watch = store.changes().watch(this::follow);
    }

    static SharedSettings open(Store store, Supplier<ServerSettings> own) {
        SharedSettings shared = new SharedSettings(store, own);
        shared.take(store.read(shared::read).join());
        return shared;
    }

    /** The settings that count here: shared ones, else this server's own. */
    @Override
    public ServerSettings get() {
        ServerSettings mine = own.get();
        Kept now = kept;
        return new ServerSettings(mine.address(), mine.externalUrl(), mine.certificate(), mine.key(), mine.plaintext(),
                mine.database(), mine.user(), mine.password(), mine.masterKey(), mine.enrolmentKey(), mine.trustedProxies(),
                new SyncSettings(now.time("sync", "interval", mine.sync().interval()),
                        now.time("sync", "wait", mine.sync().longPoll()), mine.sync().maxWaiting()),
                mine.sessions(), mine.limits(),
                new KeepSettings(now.time("keep", "audit", mine.keep().audit()), now.time("keep", "logs", mine.keep().logs()),
                        now.time("keep", "changes", mine.keep().changes()), now.time("keep", "states", mine.keep().states())),
                new RolloutSettings(now.number("rollout", "first", mine.rollout().first()),
                        now.number("rollout", "factor", mine.rollout().factor()),
                        now.number("rollout", "most", mine.rollout().most()),
                        now.time("rollout", "within", mine.rollout().within())));
    }

    /** As the API shows those that count. */
    Map<String, Map<String, Object>> shown() {
        ServerSettings now = get();
        return Map.of("sync", Map.of("interval", Durations.format(now.sync().interval()),
                        "wait", Durations.format(now.sync().longPoll())),
                "rollout", Map.of("first", now.rollout().first(), "factor", now.rollout().factor(),
                        "most", now.rollout().most(), "within", Durations.format(now.rollout().within())),
                "keep", Map.of("audit", Durations.format(now.keep().audit()), "logs", Durations.format(now.keep().logs()),
                        "changes", Durations.format(now.keep().changes()), "states", Durations.format(now.keep().states())));
    }

    long version() {
        return kept.version();
    }

    /** Merges a patch into what is kept; null gives a table, or a key, back to the servers' own files. */
    Kept change(Tx tx, Map<?, ?> patch, long version) {
        Kept before = read(tx);
        if (before.version() != version) {
            throw new PenstockException(ErrorKind.CONFLICT, "server.version", "the settings were changed since version " + version);
        }
        Map<String, Map<String, Object>> entries = new TreeMap<>(before.entries());
        patch.forEach((table, values) -> merge(entries, (String) table, values));
        tx.update("insert into server_settings (one, entries, version) values (1, ?, ?) on conflict (one) do update set"
                + " entries = excluded.entries, version = excluded.version", json.text(entries), version + 1);
        tx.change(ChangeKind.SERVER, ID, ChangeOp.CHANGED, version + 1);
        Kept changed = new Kept(entries, version + 1);
        tx.onCommit(() -> take(changed));
        return changed;
    }

    private static void merge(Map<String, Map<String, Object>> entries, String table, Object values) {
        if (!KEYS.containsKey(table)) {
            throw PenstockException.invalid("request.field", "/" + table + ": expected one of " + KEYS.keySet());
        }
        if (values == null) {
            entries.remove(table);
            return;
        }
        if (!(values instanceof Map<?, ?> keys)) {
            throw PenstockException.invalid("request.field", "/" + table + ": expected an object");
        }
        Map<String, Object> merged = new TreeMap<>(entries.getOrDefault(table, Map.of()));
        keys.forEach((key, value) -> {
            if (value == null) {
                merged.remove(key);
            } else {
                merged.put((String) key, checked(table, (String) key, value));
            }
        });
        entries.put(table, merged);
    }

    private static Object checked(String table, String key, Object value) {
        String pointer = "/" + table + "/" + key;
        if (!KEYS.get(table).contains(key)) {
            throw PenstockException.invalid("request.field", pointer + ": expected one of " + KEYS.get(table));
        }
        if (table.equals("rollout") && !key.equals("within")) {
            int most = key.equals("factor") ? 100 : 10_000;
            if (value instanceof Integer number && number >= 1 && number <= most) {
                return value;
            }
            throw PenstockException.invalid("request.field", pointer + ": expected a number from 1 to " + most);
        }
        if (!(value instanceof String text)) {
            throw PenstockException.invalid("request.field", pointer + ": expected a duration such as 10m");
        }
        Duration least = table.equals("keep") ? SHORTEST_KEPT : key.equals("interval") ? SHORTEST_INTERVAL
                : key.equals("within") ? Duration.ofSeconds(1) : Duration.ZERO;
        Duration most = key.equals("wait") ? LONGEST_WAIT : key.equals("interval") ? Duration.ofHours(1) : Duration.ofDays(36_500);
        Duration time = duration(pointer, text);
        if (time.compareTo(least) < 0 || time.compareTo(most) > 0) {
            throw PenstockException.invalid("request.field", pointer + ": expected " + Durations.format(least) + " to "
                    + Durations.format(most) + ", not \"" + text + "\"");
        }
        return text;
    }

    private static Duration duration(String pointer, String text) {
        try {
            return Durations.parse(text);
        } catch (PenstockException e) {
            throw PenstockException.invalid("request.field", pointer + ": " + e.getMessage());
        }
    }

    @SuppressWarnings("unchecked")
    private Kept read(Rows rows) {
        return rows.one("select entries, version from server_settings where one = 1", row -> new Kept(
                json.readTolerant(row.text("entries"), Map.class), row.number("version"))).orElse(Kept.NONE);
    }

    private synchronized void take(Kept fresh) {
        if (fresh.version() > kept.version()) {
            kept = fresh;
        }
    }

    private void follow(List<Change> changes) {
        boolean others = changes.stream().anyMatch(change -> change.kind() == ChangeKind.SERVER && change.id().equals(ID)
                && change.version() > kept.version());
        if (others) {
            store.read(this::read).thenAccept(this::take);
        }
    }

    @Override
    public void close() throws Exception {
        watch.close();
    }
}
