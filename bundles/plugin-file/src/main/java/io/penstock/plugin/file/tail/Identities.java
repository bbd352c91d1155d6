package io.penstock.plugin.file.tail;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers over restarts which partition stands for which file. One line per partition, fields between tabs:
 * <pre>partition  device  inode  fingerprint bytes  fingerprint crc  path as a URI</pre>
 * Replaced as a whole, by rename. One thread.
 */
final class Identities {
    private static final String HEADER = "penstock file identities 1";

    private final Path file;
    private final Map<String, Identity> byPartition = new LinkedHashMap<>();
    private final Map<FileKey, String> newestByKey = new HashMap<>();
    private final Map<Path, String> newestByPath = new HashMap<>();
    private boolean changed;
    private boolean unsaved;
    private boolean isNew;

    /**
     * @param partition as checkpoints know it; never used for other content
     * @param path where it was last seen
     */
    record Identity(String partition, FileKey key, Fingerprint fingerprint, Path path) {
    }

    private Identities(Path file) {
        this.file = file;
    }

    /** What the file says; nothing is known yet when there is no such file. */
    static Identities load(Path file) throws IOException {
        Identities identities = new Identities(file);
        if (Files.exists(file)) {
            identities.read();
        } else {
            identities.isNew = true;
            identities.changed = true;
        }
        return identities;
    }

    private void read() throws IOException {
        List<String> lines = Files.readAllLines(file, UTF_8);
        try {
            if (!lines.get(0).equals(HEADER)) {
                throw new IllegalArgumentException("its first line is not \"" + HEADER + "\"");
            }
            for (String line : lines.subList(1, lines.size())) {
                Identity identity = parse(line);
                put(identity);
            }
            changed = false;
            unsaved = false;
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new PenstockException(ErrorKind.CORRUPT, "file.identities",
                    file + " cannot be read (" + e.getMessage() + "); without it, files are read from their beginning", e);
        }
    }

    private static Identity parse(String line) {
        String[] fields = line.split("\t", 6);
        Fingerprint fingerprint = new Fingerprint(Integer.parseInt(fields[3]), Integer.parseUnsignedInt(fields[4], 16));
        return new Identity(fields[0], new FileKey(fields[1], fields[2]), fingerprint, Path.of(URI.create(fields[5])));
    }

    private static String line(Identity identity) {
        return String.join("\t", identity.partition(), identity.key().device(), identity.key().inode(),
                Integer.toString(identity.fingerprint().bytes()), Integer.toHexString(identity.fingerprint().crc()),
                identity.path().toUri().toString());
    }

    /** Whether nothing was ever saved: this is the very first start. */
    boolean isNew() {
        return isNew;
    }

    Collection<Identity> all() {
        return List.copyOf(byPartition.values());
    }

    /** The newest partition of a file; after a reboot devices may be numbered anew, so a file may be known by its path. */
    Optional<Identity> find(Found found) {
        return present(newestByKey.get(found.key())).filter(identity -> identity.key().equals(found.key()))
                .or(() -> present(newestByPath.get(found.path()))
                        .filter(identity -> identity.key().inode().equals(found.key().inode())));
    }

    private Optional<Identity> present(String partition) {
        return Optional.ofNullable(partition).map(byPartition::get);
    }

    /** Adds or replaces. A new partition, or one with a much longer fingerprint, must be {@link #saveNew saved} before anything of it is emitted. */
    void put(Identity identity) {
        Identity before = byPartition.put(identity.partition(), identity);
        newestByKey.put(identity.key(), identity.partition());
        newestByPath.put(identity.path(), identity.partition());
        changed |= !identity.equals(before);
        unsaved |= before == null || before.fingerprint().bytes() < identity.fingerprint().bytes() / 2;
    }

    void remove(String partition) {
        Identity gone = byPartition.remove(partition);
        if (gone != null) {
            changed = true;
            newestByKey.remove(gone.key(), partition);
            newestByPath.remove(gone.path(), partition);
        }
    }

    /** Writes when there is a partition that was never written. */
    void saveNew() throws IOException {
        if (unsaved) {
            save();
        }
    }

    /** Writes when there is anything to write. */
    void save() throws IOException {
        if (!changed) {
            return;
        }
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        byPartition.values().forEach(identity -> text.append(line(identity)).append('\n'));
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = UTF_8.encode(text.toString());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        changed = false;
        unsaved = false;
    }
}
