package io.penstock.cli.command;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file with a private key: whole or not there, for its owner only, never written over another by accident. */
record IdentityFile(Path path, boolean force) {
    IdentityFile {
        path = path.toAbsolutePath().normalize();
    }

    /** Before a key is made that nobody could keep. */
    void refuseIfThere() {
        if (!force && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw there();
        }
        if (!Files.isDirectory(path.getParent())) {
            throw new PenstockException(ErrorKind.NOT_FOUND, "keys.folder", "there is no folder " + path.getParent());
        }
    }

    private PenstockException there() {
        return new PenstockException(ErrorKind.CONFLICT, "keys.file-exists", path + " is there already, and may be the only "
                + "copy of a key; --file names another, --force replaces it");
    }

    void write(String text) {
        Path fresh = path.resolveSibling("." + path.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            writeOwnerOnly(fresh, text);
            put(fresh);
        } catch (FileAlreadyExistsException e) {
            throw there();
        } catch (IOException e) {
            throw new PenstockException(ErrorKind.DENIED, "keys.file", path + " cannot be written: "
                    + PenstockException.describe(e), e);
        } finally {
            deleteQuietly(fresh);
        }
    }

    private void put(Path fresh) throws IOException {
        if (force) {
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return;
        }
        try {
            // A second name fails where there is a file; moving would replace it.
            Files.createLink(path, fresh);
        } catch (UnsupportedOperationException e) {
            Files.move(fresh, path);
        }
    }

    private static void writeOwnerOnly(Path fresh, String text) throws IOException {
        boolean posix = fresh.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
                : new FileAttribute<?>[0];
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        try (SeekableByteChannel channel = Files.newByteChannel(fresh, options, attributes)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // It is for its owner only, and the failure that led here is the one to tell.
            return;
        }
    }
}
