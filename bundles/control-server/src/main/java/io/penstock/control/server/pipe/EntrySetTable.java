package io.penstock.control.server.pipe;

import io.penstock.control.api.Json;
import io.penstock.control.server.store.ChangeKind;
import io.penstock.control.server.store.ChangeOp;
import io.penstock.control.server.store.Rows;
import io.penstock.control.server.store.Tx;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;

/** The table {@code parameter_sets}. */
public final class EntrySetTable {
    private EntrySetTable() {
    }

    /** What is set on three levels. */
    public enum Space {
        /** Values for pipes' parameters. */
        PARAMETERS(ChangeKind.PARAMETERS),
        /** Agents' own settings. */
        SETTINGS(ChangeKind.SETTINGS);

        private final ChangeKind kind;

        Space(ChangeKind kind) {
            this.kind = kind;
        }

        /** As in the API and the store. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One level's entries, and their version: 0 where nothing was ever written. */
    public record Kept(SortedMap<String, Object> entries, long version) {
    }

    /** One level. */
    public static Kept one(Rows rows, Json json, Space space, Level level, String owner) {
        Optional<Kept> found = rows.one("select entries, version from parameter_sets where space = ? and level = ? "
                        + "and owner = ?", row -> new Kept(JsonColumns.map(json, row.text("entries")), row.number("version")),
                space.text(), level.text(), owner);
        return found.orElseGet(() -> new Kept(java.util.Collections.emptySortedMap(), 0));
    }

    /** All levels. */
    public static EntrySets all(Rows rows, Json json, Space space) {
        EntrySets[] sets = {EntrySets.NONE};
        rows.list("select level, owner, entries from parameter_sets where space = ?",
                row -> sets[0] = sets[0].with(Level.of(row.text("level")), row.text("owner"),
                        JsonColumns.map(json, row.text("entries"))), space.text());
        return sets[0];
    }

    /**
     * Writes one level.
     *
     * @throws PenstockException CONFLICT {@code parameters.version}
     */
    public static long put(Tx tx, Json json, Space space, Level level, String owner, SortedMap<String, Object> entries,
                           long version) {
        long now = one(tx, json, space, level, owner).version();
        if (now != version) {
            throw new PenstockException(ErrorKind.CONFLICT, space.text() + ".version", "the " + space.text() + " of "
                    + level.text() + (owner.isEmpty() ? "" : " \"" + owner + "\"") + " were changed meanwhile: they are at version "
                    + now + ", not " + version);
        }
        tx.update("insert into parameter_sets (space, level, owner, entries, version) values (?, ?, ?, ?, ?) "
                        + "on conflict (space, level, owner) do update set entries = excluded.entries, version = excluded.version",
                space.text(), level.text(), owner, json.text(entries), version + 1);
        tx.change(space.kind, owner.isEmpty() ? level.text() : level.text() + ":" + owner, ChangeOp.CHANGED, version + 1);
        return version + 1;
    }
}
