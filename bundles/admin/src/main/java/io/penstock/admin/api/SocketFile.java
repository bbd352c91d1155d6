package io.penstock.admin.api;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the admin socket of a data folder lies. Usually {@code admin.sock} in it; where that path is longer than a
 * socket's may be, somewhere else, and the file {@code admin.sock.path} in the data folder says where.
 */
public final class SocketFile {
    /** Longest path of a Unix socket that every system takes: macOS has 104 bytes with the closing zero, Linux 108. */
    public static final int MAX_PATH_BYTES = 103;
    private static final int MAX_POINTER_BYTES = 4096;

    private SocketFile() {
    }

    /** The usual place. */
    public static Path usual(Path data) {
        return data.resolve("admin.sock");
    }

    /** The file that names another place. */
    public static Path pointer(Path data) {
        return data.resolve("admin.sock.path");
    }

    /** Whether a socket can be bound and reached at this path. */
    public static boolean fits(Path socket) {
        return socket.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_PATH_BYTES;
    }

    /**
     * The socket to connect to; it need not exist.
     *
     * @throws PenstockException CORRUPT ({@code admin.socket-path}) when the file that names the place is unreadable
     */
    public static Path find(Path data) {
        Path usual = usual(data);
        Path pointer = pointer(data);
        if (fits(usual) || !Files.isRegularFile(pointer)) {
            return usual;
        }
        try (var in = Files.newInputStream(pointer)) {
            return Path.of(new String(in.readNBytes(MAX_POINTER_BYTES), StandardCharsets.UTF_8).strip());
        } catch (IOException | IllegalArgumentException e) {
            throw new PenstockException(ErrorKind.CORRUPT, "admin.socket-path",
                    pointer + " does not name a socket: " + PenstockException.describe(e), e);
        }
    }
}
