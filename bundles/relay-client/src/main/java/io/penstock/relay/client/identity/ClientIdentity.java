package io.penstock.relay.client.identity;

import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who an output is to every server: made once, kept in a file only its owner reads, old or new and never half.
 *
 * <pre>
 * penstock-relay-client 1 &lt;uuid&gt; LF
 * </pre>
 *
 * Thread-safe.
 */
public final class ClientIdentity {
    private static final Pattern CONTENT = Pattern.compile("penstock-relay-client 1 ([0-9a-f-]{36})\n");
    private static final int MAX_BYTES = 100;

    private final Path file;
    private final Supplier<UUID> random;
    private UUID uuid;
    private UUID kept;
    private boolean due;

    private ClientIdentity(Path file, Supplier<UUID> random, UUID uuid) {
        this.file = file;
        this.random = random;
        this.uuid = uuid;
        this.kept = uuid;
    }

    /**
     * The identity kept in a file; a new one where there is none, or none that can be understood.
     *
     * @throws PenstockException RETRY ({@code relay.identity}) when the file cannot be read or written
     */
    public static ClientIdentity in(Path file, Supplier<UUID> random) {
        try {
            Optional<UUID> kept = Files.exists(file) ? read(file) : Optional.empty();
            ClientIdentity identity = new ClientIdentity(file, random, kept.orElseGet(random));
            if (kept.isEmpty()) {
                identity.write(identity.kept);
            }
            return identity;
        } catch (IOException e) {
            throw unavailable(file, e);
        }
    }

    private static Optional<UUID> read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            return Optional.empty();
        }
        Matcher content = CONTENT.matcher(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        try {
            return content.matches() ? Optional.of(UUID.fromString(content.group(1))) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The identity. */
    public synchronized UUID uuid() {
        return uuid;
    }

    /** Takes a new one, since somebody else turned out to have this one too. */
    public synchronized void renew() {
        renewForNextStart();
        uuid = kept;
    }

    /**
     * Keeps a new one for the next start; this one goes on till then. Does so once.
     *
     * @throws PenstockException RETRY ({@code relay.identity}) when it cannot be written: it {@link #isRenewalDue is due}
     *         until it was
     */
    public synchronized void renewForNextStart() {
        if (!kept.equals(uuid)) {
            return;
        }
        due = true;
        UUID next = random.get();
        try {
            write(next);
        } catch (IOException e) {
            throw unavailable(file, e);
        }
        kept = next;
        due = false;
    }

    /** Whether a new one was to be kept, and could not be written. */
    public synchronized boolean isRenewalDue() {
        return due;
    }

    private void write(UUID next) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh);
        if (fresh.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
        }
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = StandardCharsets.ISO_8859_1.encode("penstock-relay-client 1 " + next + "\n");
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder(file.toAbsolutePath().getParent());
    }

    private static void syncFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows opens no folders; its file system keeps renames in order by itself.
            return;
        }
    }

    private static PenstockException unavailable(Path file, IOException e) {
        return PenstockException.retry("relay.identity", "cannot keep the relay client's identity in " + file + ": "
                + PenstockException.describe(e), e);
    }
}
