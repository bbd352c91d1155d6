package io.penstock.control.server.store;

import io.penstock.control.api.Json;
import io.penstock.control.server.store.sql.Dialect;
import io.penstock.control.server.store.sql.NativeLibrary;
import io.penstock.control.server.store.sql.SqlSession;
import io.penstock.control.server.store.sql.SqliteDatabase;
import io.penstock.control.server.store.sql.TableCopy;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.time.Clock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a backup in the place of what is there, when a server starts with {@code restore.db} or {@code restore.jsonl.gz} in
 * its folder. The epoch rises, so that agents notice; numbers of changes go on above those given out before.
 */
final class Restore {
    private static final Logger LOG = LoggerFactory.getLogger("io.penstock.control.server");
    private static final String NAME = "restore";
    private static final List<String> BESIDE = List.of("", "-wal", "-shm");

    /** What must not fall. */
    private record Heights(long epoch, long seq) {
        static final Heights NONE = new Heights(0, 0);

        Heights above(Heights other) {
            return new Heights(Math.max(epoch, other.epoch) + 1, Math.max(seq, other.seq) + 1);
        }
    }

    private final Path folder;
    private final MasterKey key;
    private final Clock clock;

    Restore(Path folder, MasterKey key, Clock clock) {
        this.folder = folder;
        this.key = key;
        this.clock = clock;
    }

    /** Before the tables are looked at: a file takes the file's place. */
    void file(Path database, NativeLibrary library) {
        Path backup = folder.resolve(NAME + Backups.SQLITE);
        if (!Files.exists(backup)) {
            return;
        }
        SqliteDatabase restored = new SqliteDatabase(backup, library);
        Optional<SqliteDatabase> before = Files.exists(database) ? Optional.of(new SqliteDatabase(database, library))
                : Optional.empty();
        try {
            raise(restored, before.map(Restore::heightsIfAny).orElse(Heights.NONE));
            String aside = ".before-" + clock.now().toEpochMilli();
            for (String part : BESIDE) {
                Path file = database.resolveSibling(database.getFileName() + part);
                if (Files.exists(file)) {
                    Files.move(file, database.resolveSibling(database.getFileName() + aside + part));
                }
            }
            Files.move(backup, database, StandardCopyOption.ATOMIC_MOVE);
            LOG.info("restored {}; what was there before is {}{}", backup.getFileName(), database, aside);
        } catch (SQLException e) {
            throw restored.translate(e);
        } catch (IOException e) {
            throw unreadable(backup, e);
        }
    }

    private void raise(SqliteDatabase restored, Heights before) throws SQLException {
        try (SqlSession session = new SqlSession(restored.connect())) {
            // In one file again, so that it can be moved.
            session.list("pragma journal_mode = delete", row -> "");
            checkKey(session, restored.shown());
            Heights to = heights(session).above(before);
            session.run("begin immediate");
            session.update("update meta set value = ? where name = 'epoch'", Long.toString(to.epoch()));
            session.update("update change_head set seq = ? where one = 1", to.seq());
            session.run("commit");
        }
    }

    private void checkKey(SqlSession session, String where) throws SQLException {
        String storeId = meta(session, "store-id").orElseThrow(() -> new PenstockException(ErrorKind.CORRUPT, "store.backup",
                where + " is no backup of a control plane"));
        if (!meta(session, "master-check").equals(Optional.of(StoreMeta.check(key, storeId)))) {
            throw PenstockException.invalid("store.master-key", key.source() + " is not the master key that " + where
                    + " was made with: put that server's " + MasterKey.FILE + " beside it");
        }
    }

    private static Optional<String> meta(SqlSession session, String name) throws SQLException {
        return session.one("select value from meta where name = ?", row -> row.getString("value"), name);
    }

    /** What is replaced may be damaged: that is why it is. */
    private static Heights heightsIfAny(SqliteDatabase database) {
        try (SqlSession session = new SqlSession(database.connect())) {
            return heights(session);
        } catch (SQLException e) {
            LOG.warn("{} cannot be read any more; agents that heard from it later than the backup may have to be enrolled again: {}",
                    database.shown(), e.getMessage());
            return Heights.NONE;
        }
    }

    private static Heights heights(SqlSession session) throws SQLException {
        long epoch = meta(session, "epoch").map(Long::parseLong).orElse(0L);
        long seq = session.one("select seq from change_head where one = 1", row -> row.getLong("seq")).orElse(0L);
        return new Heights(epoch, seq);
    }

    /** After the tables are there: rows take the rows' place, in one transaction. */
    void rows(Dialect dialect) {
        Path backup = folder.resolve(NAME + Backups.ROWS);
        if (!Files.exists(backup)) {
            return;
        }
        try (Connection connection = dialect.connect();
                BufferedReader lines = new BufferedReader(new InputStreamReader(new GZIPInputStream(Files.newInputStream(backup)),
                        StandardCharsets.UTF_8))) {
            Heights before = heights(new SqlSession(connection));
            TableCopy copy = new TableCopy(connection);
            checkHead(lines.readLine(), copy.version(), backup);
            copy.begin();
            load(lines, copy);
            SqlSession session = new SqlSession(connection);
            checkKey(session, backup.toString());
            Heights to = heights(session).above(before);
            copy.update("update meta set value = ? where name = 'epoch'", Long.toString(to.epoch()));
            copy.update("update change_head set seq = ? where one = 1", to.seq());
            copy.end();
            Files.move(backup, folder.resolve("restored-" + clock.now().toEpochMilli() + Backups.ROWS));
            LOG.info("restored {} into {}", backup.getFileName(), dialect.shown());
        } catch (SQLException e) {
            throw dialect.translate(e);
        } catch (IOException e) {
            throw unreadable(backup, e);
        }
    }

    private static void checkHead(String line, String migration, Path backup) {
        Map<?, ?> head = line == null ? Map.of() : new Json().readTolerant(line, Map.class);
        boolean same = head.get("backup") instanceof Number format && format.intValue() == Backups.FORMAT
                && migration.equals(head.get("migration"));
        if (!same) {
            throw new PenstockException(ErrorKind.INVALID, "store.backup", backup + " is no backup of tables of version "
                    + migration + ": restore it with the software it was made with, then upgrade");
        }
    }

    private static void load(BufferedReader lines, TableCopy copy) throws IOException, SQLException {
        Json json = new Json();
        List<String> tables = copy.tables();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Map<?, ?> content = json.readTolerant(line, Map.class);
            String table = (String) content.get("t");
            if (!tables.contains(table)) {
                throw new IOException("it has a table that is not known here: \"" + table + "\"");
            }
            Map<String, Object> row = new LinkedHashMap<>();
            ((Map<?, ?>) content.get("r")).forEach((name, value) -> row.put(column((String) name), value instanceof Map<?, ?> bytes
                    ? Base64.getDecoder().decode((String) bytes.get("b")) : value));
            copy.write(table, row);
        }
    }

    /** Goes into a statement as it is. */
    private static String column(String name) {
        if (!name.matches("[a-z][a-z0-9_]{0,62}")) {
            throw new PenstockException(ErrorKind.CORRUPT, "store.backup", "the backup has a column that can be none");
        }
        return name;
    }

    private static PenstockException unreadable(Path backup, IOException failure) {
        return new PenstockException(ErrorKind.CORRUPT, "store.backup", "the backup " + backup + " cannot be restored: "
                + PenstockException.describe(failure), failure);
    }
}
