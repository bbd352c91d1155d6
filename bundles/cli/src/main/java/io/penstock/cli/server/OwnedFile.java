package io.penstock.cli.server;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file of the user's own (0600, its folder 0700), replaced as a whole. Immutable. */
record OwnedFile(Path path) {
    /** What it holds; empty where there is none. */
    String read() {
        try {
            return Files.exists(path) ? Files.readString(path) : "";
        } catch (IOException e) {
            throw failed("read", e);
        }
    }

    /** Others on this machine must not be able to read a token. */
    String readSecret() {
        try {
            if (Files.exists(path) && posix() && mayBeReadByOthers()) {
                throw new PenstockException(ErrorKind.DENIED, "context.open-file", path + " can be read by others; it holds"
                        + " tokens: chmod 600 " + path);
            }
        } catch (IOException e) {
            throw failed("read", e);
        }
        return read();
    }

    private boolean mayBeReadByOthers() throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
        return permissions.contains(PosixFilePermission.GROUP_READ) || permissions.contains(PosixFilePermission.OTHERS_READ);
    }

    /** Replaces it. */
    void write(String text) {
        Path fresh = path.resolveSibling("." + path.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            Files.createDirectories(path.getParent(), permissions("rwx------"));
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, permissions("rw-------"));
            Files.writeString(fresh, text, StandardOpenOption.WRITE, StandardOpenOption.SYNC, LinkOption.NOFOLLOW_LINKS);
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw failed("written", e);
        }
    }

    private FileAttribute<?>[] permissions(String text) {
        return posix() ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))}
                : new FileAttribute<?>[0];
    }

    private boolean posix() {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private PenstockException failed(String what, IOException cause) {
        return new PenstockException(ErrorKind.DENIED, "context.file", path + " cannot be " + what + ": "
                + PenstockException.describe(cause), cause);
    }
}
