package io.penstock.control.server.store;

import io.penstock.control.server.store.sql.Dialect;
import io.penstock.core.time.Clock;
import io.penstock.core.time.ManualClock;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;

/** Somewhere to keep things: an empty place for each test, that can be opened more than once. */
public interface StorePlace extends AutoCloseable {
    Instant NOW = Instant.parse("2026-11-20T12:00:00.125Z");

    StoreSettings settings(String server);

    Path folder();

    default Store open() {
        return open("server-1", new ManualClock(NOW));
    }

    default Store open(String server, Clock clock) {
        SecureRandom random = new SecureRandom();
        return Store.open(settings(server), folder(), MasterKey.inFolder(folder(), random), clock, random);
    }

    /** The database itself. */
    Dialect dialect();

    /** Runs a statement beside the store. */
    void meddle(String sql);

    /** Everything that is kept, as bytes. */
    byte[] dump();

    @Override
    void close();
}
