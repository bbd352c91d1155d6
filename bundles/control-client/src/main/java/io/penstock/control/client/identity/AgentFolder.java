package io.penstock.control.client.identity;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of the agent's own files, which only its owner may enter. A file is there whole or not at all: it is written
 * beside, forced to the disk and renamed. Thread-safe for different files.
 */
public final class AgentFolder {
    /** No file of ours is larger. */
    static final long MAX_BYTES = 16 << 20;
    private static final String HALF = ".part";

    private final Path folder;

    /** Makes the folder when it is not there; RETRY {@code control.folder} when that is not possible. */
    public AgentFolder(Path folder) {
        this.folder = folder;
        try {
            makeFolder(folder);
        } catch (IOException e) {
            throw failed("make", folder, e);
        }
    }

    private static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder.getParent());
            Files.createDirectory(folder, mode("rwx------"));
        }
    }

    private static FileAttribute<?>[] mode(String mode) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }

    private static PenstockException failed(String what, Path file, IOException e) {
        return PenstockException.retry("control.folder", "cannot " + what + " " + file + ": " + PenstockException.describe(e), e);
    }

    /** A folder in it, made when it is not there. */
    public AgentFolder below(String name) {
        return new AgentFolder(folder.resolve(name));
    }

    /** What a file holds; empty when it is not there. */
    public Optional<byte[]> read(String name) {
        Path file = folder.resolve(name);
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new PenstockException(ErrorKind.CORRUPT, "control.file", file + " is larger than it ever should be");
            }
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed("read", file, e);
        }
    }

    /** Writes a file anew; once this returns it stays, whatever happens. */
    public void write(String name, byte[] content) {
        Path file = folder.resolve(name);
        Path half = folder.resolve(name + HALF);
        try {
            Files.deleteIfExists(half);
            Files.createFile(half, mode("rw-------"));
            try (FileChannel out = FileChannel.open(half, StandardOpenOption.WRITE)) {
                ByteBuffer left = ByteBuffer.wrap(content);
                while (left.hasRemaining()) {
                    out.write(left);
                }
                out.force(true);
            }
            Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            force();
        } catch (IOException e) {
            throw failed("write", file, e);
        }
    }

    /** Gives a file another name, in place of one that has it. */
    public void rename(String from, String to) {
        try {
            Files.move(folder.resolve(from), folder.resolve(to), StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            force();
        } catch (IOException e) {
            throw failed("rename", folder.resolve(from), e);
        }
    }

    /** Removes a file if it is there. */
    public void delete(String name) {
        try {
            if (Files.deleteIfExists(folder.resolve(name))) {
                force();
            }
        } catch (IOException e) {
            throw failed("delete", folder.resolve(name), e);
        }
    }

    /** The names in it, without those half written. */
    public List<String> names() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(HALF)).sorted().toList();
        } catch (IOException e) {
            throw failed("list", folder, e);
        }
    }

    /** Where it is. */
    public Path path() {
        return folder;
    }

    private void force() throws IOException {
        // Windows cannot open a folder, and does not need it.
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
                entries.force(true);
            }
        }
    }
}
