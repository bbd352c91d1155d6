package io.penstock.control.server.store;

import io.penstock.control.server.store.sql.Dialect;
import io.penstock.control.server.store.sql.Migrations;
import io.penstock.control.server.store.sql.NativeLibrary;
import io.penstock.control.server.store.sql.PostgresDatabase;
import io.penstock.control.server.store.sql.SqliteDatabase;
import io.penstock.core.error.PenstockException;
import io.penstock.core.time.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Everything the servers of one installation keep. Reads and writes go through threads of its own; what comes back completes
 * there, so a continuation must be short and wait for nothing. Thread-safe; never waited for on an event loop.
 */
public final class Store implements AutoCloseable {
    /** Of the embedded database, in the folder. */
    static final String FILE = "control.db";
    private static final String SCRIPTS = "io/penstock/control/server/store/migration";
    private static final List<String> MIGRATIONS = List.of("V1__start.sql");

    private final Dialect dialect;
    private final Readers readers;
    private final Writer writer;
    private final Feed feed;
    private final StoreLeases leases;
    private final StoreSealed sealed;
    private final AuditChain audit;
    private final StoreMeta meta;

    private Store(Dialect dialect, Readers readers, Writer writer, Feed feed, StoreLeases leases, StoreSealed sealed,
            AuditChain audit, StoreMeta meta) {
        this.dialect = dialect;
        this.readers = readers;
        this.writer = writer;
        this.feed = feed;
        this.leases = leases;
        this.sealed = sealed;
        this.audit = audit;
        this.meta = meta;
    }

    /**
     * Opens the store and brings its tables to this software's form.
     *
     * @param folder for the embedded database and the driver's own files; made when it is not there
     * @param random for what must not be guessed: a {@link java.security.SecureRandom} but in tests
     * @throws PenstockException RETRY {@code store.unavailable}, CORRUPT {@code store.corrupt} or {@code store.migration},
     *         INVALID {@code store.database}, {@code store.denied} or {@code store.master-key}
     */
    public static Store open(StoreSettings settings, Path folder, MasterKey key, Clock clock, RandomGenerator random) {
        Restore restore = new Restore(folder, key, clock);
        Dialect dialect = dialect(settings, folder, clock, restore);
        new Migrations(Store.class.getClassLoader(), SCRIPTS, MIGRATIONS).run(dialect, (from, to) ->
                new Backups(dialect, "").make(folder.resolve("backups").resolve("before-version-" + to + "-from-" + from + "-"
                        + clock.now().toEpochMilli() + Backups.ending(dialect))));
        if (settings.database().isPresent()) {
            restore.rows(dialect);
        }
        Readers readers = new Readers(dialect);
        Feed feed = new Feed(dialect, clock, readers);
        AuditChain audit = new AuditChain(key.derive(AuditChain.PURPOSE));
        Writer writer = new Writer(dialect, clock, audit, feed);
        try {
            StoreMeta meta = StoreMeta.prepare(writer, key, dialect.shown(), new Ids(clock, random));
            feed.start(meta.newest());
            return new Store(dialect, readers, writer, feed, new StoreLeases(writer, settings.server(), clock),
                    new StoreSealed(readers, writer, key.derive(MasterKey.SEAL), random), audit, meta);
        } catch (RuntimeException e) {
            close(writer, readers, feed);
            throw e;
        }
    }

    private static Dialect dialect(StoreSettings settings, Path folder, Clock clock, Restore restore) {
        if (settings.database().isPresent()) {
            return new PostgresDatabase(settings.database().get(), settings.user(), settings.password());
        }
        try {
            PrivateFolder.make(folder);
        } catch (IOException e) {
            throw PenstockException.retry("store.unavailable", "the folder " + folder + " cannot be made: "
                    + PenstockException.describe(e), e);
        }
        NativeLibrary library = new NativeLibrary(folder.resolve("native"), clock);
        restore.file(folder.resolve(FILE), library);
        return new SqliteDatabase(folder.resolve(FILE), library);
    }

    /**
     * Reads on one of three threads, from a snapshot.
     *
     * @return fails with RETRY {@code store.unavailable} or {@code store.busy}, CLOSED {@code store.closed}, or what the work
     *         threw
     */
    public <T> CompletableFuture<T> read(Function<Rows, T> work) {
        return readers.read(work);
    }

    /**
     * Writes, in one transaction, together with other works that wait. The work may run again and has no effect outside.
     *
     * @return completes after the commit and after the feed told of it; fails as {@link #read} does, and nothing of the work
     *         is kept then
     */
    public <T> CompletableFuture<T> write(Function<Tx, T> work) {
        return writer.write(work);
    }

    /** What was changed, by all servers. */
    public ChangeFeed changes() {
        return feed;
    }

    /** What only one server does at a time. */
    public Leases leases() {
        return leases;
    }

    /** Secrets that all servers share. */
    public Sealed sealed() {
        return sealed;
    }

    /** Which store this is: a UUID. */
    public String id() {
        return meta.storeId();
    }

    /** Rises when the store was restored from a backup: what agents were told later than that may be forgotten here. */
    public long epoch() {
        return meta.epoch();
    }

    /**
     * Goes through the audit.
     *
     * @return how many entries there are, and the first that is not what was written
     */
    public CompletableFuture<AuditCheck> checkAudit() {
        return read(audit::check);
    }

    /**
     * Writes a copy of everything into a folder, while everything goes on; blocks.
     *
     * @param name without an ending
     * @throws PenstockException RETRY {@code store.backup} or {@code store.unavailable}
     */
    public Backup backup(Path into, String name) {
        return new Backups(dialect, meta.storeId()).make(into.resolve(name + Backups.ending(dialect)));
    }

    /** Which of the servers this is. */
    public String serverId() {
        return leases.holder();
    }

    /** {@code sqlite} or {@code postgresql}. */
    public String database() {
        return dialect.name();
    }

    /** Transactions that were committed since the store was opened. */
    public long commits() {
        return writer.commits();
    }

    /** What is wrong at the moment: nothing can be written, or the changes of others cannot be read. */
    public Optional<String> trouble() {
        return writer.trouble().or(feed::trouble);
    }

    /** Works off what waits for at most some seconds, then ends; idempotent. */
    @Override
    public void close() {
        close(writer, readers, feed);
    }

    private static void close(Writer writer, Readers readers, Feed feed) {
        writer.close();
        readers.close();
        feed.close();
    }
}
