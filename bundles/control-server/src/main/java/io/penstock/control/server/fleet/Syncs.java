package io.penstock.control.server.fleet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The last conversations with one agent. Guarded by its node. */
final class Syncs {
    private static final int MAX_KEPT = 20;
    private final Sync[] ring = new Sync[MAX_KEPT];
    private int count;

    /** One conversation; as in the API. */
    record Sync(Instant at, String server, String bootId, long seq, String address, int status, long waitedMs,
                long handledMs, long bytesIn, long bytesOut) {
    }

    void add(Sync sync) {
        ring[count++ % MAX_KEPT] = sync;
    }

    /** Newest first. */
    List<Sync> newest() {
        List<Sync> found = new ArrayList<>();
        for (int i = count - 1; i >= Math.max(0, count - MAX_KEPT); i--) {
            found.add(ring[i % MAX_KEPT]);
        }
        return found;
    }
}
