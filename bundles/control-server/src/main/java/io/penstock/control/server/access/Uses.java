package io.penstock.control.server.access;

import io.penstock.control.api.CredentialKind;
import io.penstock.control.server.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** When credentials were used, kept in memory and written now and then. Agents' presence tells more, and is not noted here. Thread-safe. */
final class Uses {
    /** A shorter time between two uses is not worth a write. */
    private static final Duration APART = Duration.ofSeconds(30);

    private record Use(Instant at, String from, boolean written) {
    }

    private final Store store;
    private final Map<String, Use> last = new ConcurrentHashMap<>();

    Uses(Store store) {
        this.store = store;
    }

    void note(Presented presented, Instant at, String from) {
        if (presented.kind() == CredentialKind.AGENT) {
            return;
        }
        Use before = last.get(presented.id());
        if (before == null || !before.from().equals(from) || before.at().plus(APART).isBefore(at)) {
            last.put(presented.id(), new Use(at, from, false));
        }
    }

    Optional<Instant> lastOf(String id) {
        return Optional.ofNullable(last.get(id)).map(Use::at);
    }

    void write() {
        List<Object[]> rows = new ArrayList<>();
        last.forEach((id, use) -> {
            if (!use.written()) {
                rows.add(new Object[] {use.at(), use.from(), id});
                last.replace(id, use, new Use(use.at(), use.from(), true));
            }
        });
        if (!rows.isEmpty()) {
            store.write(tx -> {
                CredentialTable.used(tx, rows);
                return null;
            });
        }
    }

    void forget(String id) {
        last.remove(id);
    }

    /** What was written by another server is newer. */
    void forgetOlder(String id, Optional<Instant> than) {
        than.ifPresent(at -> last.computeIfPresent(id, (key, use) -> use.at().isBefore(at) ? null : use));
    }
}
