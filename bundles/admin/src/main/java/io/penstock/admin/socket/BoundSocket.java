package io.penstock.admin.socket;

import io.penstock.admin.api.SocketFile;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A listening Unix socket that only its owner can connect to, at every moment of its life: it is bound inside a folder
 * nobody else may enter, narrowed to its owner, and only then moved to its place. The move also replaces what a killed
 * process left there.
 */
record BoundSocket(ServerSocketChannel channel, Path path, Path data) {
    private static final boolean POSIX = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final int BACKLOG = 16;

    static BoundSocket bind(Path data) {
        try {
            Path usual = SocketFile.usual(data);
            Files.deleteIfExists(SocketFile.pointer(data));
            return SocketFile.fits(usual) ? bindAndMove(data, usual) : bindElsewhere(data);
        } catch (IOException e) {
            throw new PenstockException(ErrorKind.RETRY, "admin.socket", "the admin socket in " + data
                    + " cannot be made: " + PenstockException.describe(e), e);
        }
    }

    private static BoundSocket bindAndMove(Path data, Path place) throws IOException {
        refuseSecond(place);
        // No longer than the place's own name, so that it fits where that fits.
        Path folder = data.resolve(".a" + ProcessHandle.current().pid() % 100_000);
        // In a container every start may have the same process id, and the last one may have been killed right here.
        Files.deleteIfExists(folder.resolve("s"));
        Files.deleteIfExists(folder);
        Files.createDirectory(folder, owner("rwx------"));
        try {
            Path made = folder.resolve("s");
            ServerSocketChannel channel = listen(made);
            Files.move(made, place, StandardCopyOption.ATOMIC_MOVE);
            return new BoundSocket(channel, place, data);
        } finally {
            Files.deleteIfExists(folder.resolve("s"));
            Files.delete(folder);
        }
    }

    /** Where the path of the data folder is too long for a socket's: in a folder of our own among the temporary files. */
    private static BoundSocket bindElsewhere(Path data) throws IOException {
        Path folder = Files.createTempDirectory("penstock-", owner("rwx------"));
        Path place = folder.resolve("admin.sock");
        ServerSocketChannel channel = listen(place);
        Path pointer = SocketFile.pointer(data);
        Path made = Files.createTempFile(data, ".admin", ".path", owner("rw-------"));
        Files.writeString(made, place.toString());
        Files.move(made, pointer, StandardCopyOption.ATOMIC_MOVE);
        return new BoundSocket(channel, place, data);
    }

    private static ServerSocketChannel listen(Path path) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(path), BACKLOG);
            if (POSIX) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
            }
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** The data folder's lock forbids a second runtime; this is for those who start one without the launcher. */
    private static void refuseSecond(Path place) throws IOException {
        if (!Files.exists(place)) {
            return;
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.connect(UnixDomainSocketAddress.of(place));
        } catch (IOException e) {
            // Nobody listens: left behind by a process that was killed.
            return;
        }
        throw new PenstockException(ErrorKind.CONFLICT, "admin.socket-taken",
                place + " is served by another process; give each Penstock a data folder of its own");
    }

    private static FileAttribute<?>[] owner(String permissions) {
        return POSIX ? new FileAttribute<?>[] {
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))} : new FileAttribute<?>[0];
    }

    /** Stops listening and removes the files. */
    void close() {
        try {
            channel.close();
            Files.deleteIfExists(path);
            if (!path.equals(SocketFile.usual(data))) {
                Files.deleteIfExists(SocketFile.pointer(data));
                Files.deleteIfExists(path.getParent());
            }
        } catch (IOException e) {
            // What is left behind is replaced by the next start.
            return;
        }
    }
}
