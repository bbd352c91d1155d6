package io.penstock.relay.server;

import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;

/** Who this server is to its clients: made once, kept in the input's folder. */
final class ServerIdentity {
    static final String SOFTWARE = "Penstock relay-server";
    private static final int BYTES = 16;

    private ServerIdentity() {
    }

    /** Reads it, or makes it, also where a crash left half of one; RETRY ({@code relay.identity}) when neither works. */
    static UUID of(Path folder, SecureRandom random) {
        Path file = folder.resolve("server-identity");
        try {
            Optional<UUID> kept = Files.exists(file) ? parsed(Files.readString(file).strip()) : Optional.empty();
            if (kept.isPresent()) {
                return kept.get();
            }
            byte[] bits = new byte[BYTES];
            random.nextBytes(bits);
            ByteBuffer two = ByteBuffer.wrap(bits);
            UUID made = new UUID(two.getLong(), two.getLong());
            Files.writeString(file, made + "\n");
            return made;
        } catch (IOException e) {
            throw PenstockException.retry("relay.identity", file + ": " + PenstockException.describe(e), e);
        }
    }

    private static Optional<UUID> parsed(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
