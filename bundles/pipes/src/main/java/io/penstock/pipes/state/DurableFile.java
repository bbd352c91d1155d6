package io.penstock.pipes.state;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A small text file that is either old or new, never half: written beside, synced, renamed. The version before is kept,
 * for the day the disk eats the newest. One thread at a time.
 *
 * <pre>
 * +--------------------------------------+
 * | penstock-state 1 &lt;crc32c, 8 hex&gt; LF  |   checksum of all that follows
 * +--------------------------------------+
 * | text, UTF-8                          |
 * +--------------------------------------+
 * </pre>
 */
final class DurableFile {
    private static final String MAGIC = "penstock-state 1 ";
    private static final long MAX_BYTES = 256L << 20;

    private final Path file;
    private final Path before;
    private final Path fresh;

    DurableFile(Path file) {
        this.file = file;
        this.before = file.resolveSibling(file.getFileName() + ".before");
        this.fresh = file.resolveSibling(file.getFileName() + ".new");
    }

    /**
     * The newest version that checks out; empty when there is none because there never was one.
     *
     * @throws PenstockException CORRUPT ({@code pipes.state-corrupt}) when there are files but none checks out
     */
    Optional<String> read() throws IOException {
        boolean there = Files.exists(file) || Files.exists(before);
        Optional<String> newest = read(file);
        Optional<String> text = newest.isPresent() ? newest : read(before);
        if (there && text.isEmpty()) {
            throw new PenstockException(ErrorKind.CORRUPT, "pipes.state-corrupt", "neither \"" + file + "\" nor \""
                    + before.getFileName() + "\" has a valid checksum; remove both to start this pipe's state anew");
        }
        return text;
    }

    private static Optional<String> read(Path path) throws IOException {
        if (!Files.exists(path) || Files.size(path) > MAX_BYTES) {
            return Optional.empty();
        }
        byte[] bytes = Files.readAllBytes(path);
        int header = MAGIC.length() + 9;
        if (bytes.length < header || !new String(bytes, 0, MAGIC.length(), StandardCharsets.ISO_8859_1).equals(MAGIC)
                || bytes[header - 1] != '\n') {
            return Optional.empty();
        }
        String sum = new String(bytes, MAGIC.length(), 8, StandardCharsets.ISO_8859_1);
        return sum.equals(checksum(bytes, header)) ? Optional.of(new String(bytes, header, bytes.length - header,
                StandardCharsets.UTF_8)) : Optional.empty();
    }

    private static String checksum(byte[] bytes, int from) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, bytes.length - from);
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }

    /** When it returns, the text is what will be read, whatever happens to the machine. */
    void write(String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        byte[] head = (MAGIC + checksum(body, 0) + "\n").getBytes(StandardCharsets.ISO_8859_1);
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            writeFully(channel, ByteBuffer.wrap(head));
            writeFully(channel, ByteBuffer.wrap(body));
            channel.force(true);
        }
        if (Files.exists(file)) {
            Files.move(file, before, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder(file.getParent());
    }

    static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Makes names in a folder safe, where the platform can. */
    static void syncFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows opens no folders; its file system keeps renames in order by itself.
            return;
        }
    }
}
