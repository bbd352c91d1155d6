package io.penstock.control.server.documents;

import io.penstock.control.server.fleet.AgentTable;
import io.penstock.control.server.fleet.FleetParts;
import io.penstock.control.server.pipe.EntrySetTable;
import io.penstock.control.server.pipe.Fields;
import io.penstock.control.server.pipe.Level;
import io.penstock.control.server.store.Tx;
import io.penstock.core.error.PenstockException;
import java.util.Set;
import java.util.SortedMap;

/** Parameters and settings, on their three levels. One transaction, one thread. */
final class EntryDocuments {
    private static final String TAG = "tag:";
    private static final String AGENT = "agent:";

    private final FleetParts parts;
    private final Tx tx;
    private boolean edited;

    EntryDocuments(FleetParts parts, Tx tx) {
        this.parts = parts;
        this.tx = tx;
    }

    /** Whether what agents run may differ now. */
    boolean edited() {
        return edited;
    }

    void apply(Document document, EntrySetTable.Space space) {
        SortedMap<String, Object> wanted = Fields.of(document.spec(), Set.of("entries")).entries("entries");
        Level level = level(document.name());
        String owner = owner(level, document.name());
        EntrySetTable.Kept kept = EntrySetTable.one(tx, parts.json(), space, level, owner);
        if (!kept.entries().equals(wanted)) {
            EntrySetTable.put(tx, parts.json(), space, level, owner, wanted, kept.version());
            edited = true;
        }
    }

    private static Level level(String name) {
        if (name.equals("global")) {
            return Level.GLOBAL;
        } else if (name.startsWith(TAG) && name.length() > TAG.length()) {
            return Level.TAG;
        } else if (name.startsWith(AGENT)) {
            return Level.AGENT;
        }
        throw PenstockException.invalid("apply.invalid", "expected the name global, tag:KEY=VALUE or agent:NAME, but found \""
                + name + "\"");
    }

    private String owner(Level level, String name) {
        return switch (level) {
            case GLOBAL, PIPE -> "";
            case TAG -> name.substring(TAG.length());
            case AGENT -> AgentTable.byName(tx, parts.json(), name.substring(AGENT.length())).orElseThrow(() ->
                    PenstockException.invalid("apply.invalid", "there is no agent \"" + name.substring(AGENT.length()) + "\""))
                    .id();
        };
    }
}
