package io.penstock.control.server.store;

import io.penstock.control.api.Json;
import io.penstock.control.server.store.sql.Dialect;
import io.penstock.control.server.store.sql.SqlSession;
import io.penstock.control.server.store.sql.TableCopy;
import io.penstock.core.error.PenstockException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * Makes backups while everything goes on.
 *
 * <pre>
 * SQLite: a database file.
 * PostgreSQL, gzip: {"backup":1,"store":"…","migration":"1"} LF, then for each row {"t":"users","r":{"id":"…",…}} LF;
 *                   bytes are {"b":"base64"}
 * </pre>
 */
final class Backups {
    /** Of a copied database file. */
    static final String SQLITE = ".db";
    /** Of rows. */
    static final String ROWS = ".jsonl.gz";
    static final int FORMAT = 1;
    private static final byte LINE_FEED = '\n';

    private final Dialect dialect;
    private final String storeId;
    private final Json json = new Json();

    Backups(Dialect dialect, String storeId) {
        this.dialect = dialect;
        this.storeId = storeId;
    }

    /** What its file's name ends with. */
    static String ending(Dialect dialect) {
        return dialect.tells() ? ROWS : SQLITE;
    }

    /** Writes one; blocks. The file is there whole, or not at all. */
    Backup make(Path file) {
        Path made = file.resolveSibling("." + file.getFileName() + ".new");
        try {
            if (!Files.isDirectory(file.toAbsolutePath().getParent())) {
                PrivateFolder.make(file.toAbsolutePath().getParent());
            }
            Files.deleteIfExists(made);
            PrivateFolder.create(made);
            try (Connection connection = dialect.connect()) {
                if (dialect.tells()) {
                    rows(connection, made);
                } else {
                    dialect.copyTo(new SqlSession(connection), made);
                }
            }
            force(made);
            Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
            return new Backup(file, Files.size(file), sha256(file));
        } catch (SQLException e) {
            throw dialect.translate(e);
        } catch (IOException | UncheckedIOException e) {
            throw PenstockException.retry("store.backup", "the backup " + file + " cannot be written: "
                    + PenstockException.describe(e), e);
        } finally {
            made.toFile().delete();
        }
    }

    private void rows(Connection connection, Path made) throws IOException, SQLException {
        try (OutputStream out = new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(made)))) {
            TableCopy copy = new TableCopy(connection);
            line(out, Map.of("backup", FORMAT, "store", storeId, "migration", copy.version()));
            copy.readAll((table, row) -> {
                Map<String, Object> plain = new LinkedHashMap<>();
                row.forEach((name, value) -> plain.put(name, value instanceof byte[] bytes
                        ? Map.of("b", Base64.getEncoder().encodeToString(bytes)) : value));
                line(out, Map.of("t", table, "r", plain));
            });
        }
    }

    private void line(OutputStream out, Map<String, ?> content) {
        try {
            out.write(json.text(content).getBytes(StandardCharsets.UTF_8));
            out.write(LINE_FEED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
