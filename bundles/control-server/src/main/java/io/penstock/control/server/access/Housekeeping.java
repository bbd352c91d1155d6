package io.penstock.control.server.access;

import io.penstock.control.server.settings.KeepSettings;
import io.penstock.control.server.store.Store;
import io.penstock.control.server.store.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** Takes away what has been kept for long enough, a little at a time. One thread. */
final class Housekeeping {
    /** So that nobody waits long behind it. */
    private static final int AT_A_TIME = 1000;
    private static final long MAX_CHANGES = 1_000_000;
    /** Ended sessions and tokens stay to be looked at. */
    private static final Duration ENDED_KEPT = Duration.ofDays(30);

    private final Store store;
    private final CredentialIndex credentials;
    private final Servers servers;
    private final Supplier<KeepSettings> keep;

    Housekeeping(Store store, CredentialIndex credentials, Servers servers, Supplier<KeepSettings> keep) {
        this.store = store;
        this.credentials = credentials;
        this.servers = servers;
        this.keep = keep;
    }

    void run() {
        credentials.tidy();
        boolean mine = store.leases().hold("housekeeping", Duration.ofMinutes(5));
        store.write(tx -> {
            servers.seen(tx);
            if (mine) {
                tidy(tx);
            }
            return null;
        }).join();
    }

    private void tidy(Tx tx) {
        StoredIdempotency.tidy(tx);
        Instant now = tx.now();
        tx.update("delete from changes where seq in (select seq from changes where at < ? or seq <= (select seq from change_head)"
                + " - ? order by seq limit ?)", now.minus(keep.get().changes()), MAX_CHANGES, AT_A_TIME);
        // The newest entry stays: with it, what was cut off at the end can be told.
        tx.update("delete from audit where seq in (select seq from audit where at < ? and seq < (select audit_seq from"
                + " change_head) order by seq limit ?)", now.minus(keep.get().audit()), AT_A_TIME);
        tx.update("delete from operations where id in (select id from operations where ended_at < ? limit ?)",
                now.minus(ENDED_KEPT), AT_A_TIME);
        CredentialTable.old(tx, now.minus(ENDED_KEPT), AT_A_TIME).forEach(id -> CredentialTable.delete(tx, id));
    }
}
