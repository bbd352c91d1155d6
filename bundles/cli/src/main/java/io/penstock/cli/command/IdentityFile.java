package io.penstock.cli.command;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A file with a private key: whole or not there, for its owner only, never written over another by accident. Begun before
 * there is a key, so that none is made that could not be kept.
 */
public final class IdentityFile implements AutoCloseable {
    private final Path path;
    private final Path fresh;
    private final boolean force;

    private IdentityFile(Path path, boolean force) {
        this.path = path;
        this.fresh = path.resolveSibling("." + path.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        this.force = force;
    }

    /**
     * Makes an empty file beside it; {@link #close} takes that away again.
     *
     * @throws PenstockException CONFLICT, NOT_FOUND or DENIED: a file is there, the folder is not, or nothing can be written
     */
    public static IdentityFile begin(Path file, boolean force) {
        IdentityFile begun = new IdentityFile(file.toAbsolutePath().normalize(), force);
        begun.refuseIfThere();
        try {
            begun.createOwnerOnly();
        } catch (IOException e) {
            throw begun.denied(e);
        }
        return begun;
    }

    /** Where it will be. */
    public Path path() {
        return path;
    }

    private void refuseIfThere() {
        if (!force && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw there();
        }
        if (!Files.isDirectory(path.getParent())) {
            throw new PenstockException(ErrorKind.NOT_FOUND, "keys.folder", "there is no folder " + path.getParent());
        }
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new PenstockException(ErrorKind.CONFLICT, "keys.file", path + " is a folder; --file names another");
        }
    }

    private PenstockException there() {
        return new PenstockException(ErrorKind.CONFLICT, "keys.file-exists", path + " is there already, and may be the only "
                + "copy of a key; --file names another, --force replaces it");
    }

    private PenstockException denied(IOException cause) {
        return new PenstockException(ErrorKind.DENIED, "keys.file", path + " cannot be written: "
                + PenstockException.describe(cause), cause);
    }

    /** Once. */
    public void write(String text) {
        try {
            Files.writeString(fresh, text, StandardOpenOption.WRITE, StandardOpenOption.SYNC, LinkOption.NOFOLLOW_LINKS);
            put();
        } catch (FileAlreadyExistsException e) {
            throw there();
        } catch (IOException e) {
            throw denied(e);
        }
    }

    private void put() throws IOException {
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

    private void createOwnerOnly() throws IOException {
        boolean posix = fresh.getFileSystem().supportedFileAttributeViews().contains("posix");
        Files.createFile(fresh, posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
                : new FileAttribute<?>[0]);
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(fresh);
        } catch (IOException e) {
            // It is for its owner only, and the failure that led here is the one to tell.
            return;
        }
    }
}
