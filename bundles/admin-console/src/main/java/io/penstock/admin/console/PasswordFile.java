package io.penstock.admin.console;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.value.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;

/**
 * The console's password, in a file only its owner can read: made at the first start, kept from then on. Deleting the file
 * makes a new one at the next start; writing another password into it is allowed.
 */
final class PasswordFile {
    static final int LENGTH = 32;
    static final int MIN_LENGTH = 16;
    private static final int MAX_BYTES = 1024;
    /** Without letters and digits that look alike: 32 of these 54 are 184 random bits. */
    private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789";
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");
    private static final boolean POSIX = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private PasswordFile() {
    }

    static Path in(Path data) {
        return data.resolve("console-password");
    }

    /**
     * Reads it, making it when missing.
     *
     * @throws PenstockException INVALID ({@code admin-console.password}) when somebody wrote a short one, DENIED when the
     *         file cannot be used
     */
    static Secret read(Path file, SecureRandom random) {
        try {
            create(file, random);
            if (POSIX && !Files.getPosixFilePermissions(file).equals(OWNER)) {
                Files.setPosixFilePermissions(file, OWNER);
            }
            return check(file, text(file));
        } catch (IOException e) {
            throw new PenstockException(ErrorKind.DENIED, "admin-console.password-file", "the file " + file
                    + " with the console's password cannot be used: " + PenstockException.describe(e), e);
        }
    }

    private static void create(Path file, SecureRandom random) throws IOException {
        FileAttribute<?>[] attributes = POSIX
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)} : new FileAttribute<?>[0];
        try (SeekableByteChannel channel = Files.newByteChannel(file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
            channel.write(ByteBuffer.wrap((generate(random) + "\n").getBytes(StandardCharsets.US_ASCII)));
        } catch (FileAlreadyExistsException e) {
            // Made by an earlier start.
            return;
        }
    }

    private static String generate(SecureRandom random) {
        StringBuilder password = new StringBuilder();
        random.ints(LENGTH, 0, ALPHABET.length()).forEach(i -> password.append(ALPHABET.charAt(i)));
        return password.toString();
    }

    private static String text(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8).strip();
        }
    }

    private static Secret check(Path file, String password) {
        if (password.length() < MIN_LENGTH) {
            throw PenstockException.invalid("admin-console.password", "the password in " + file + " has " + password.length()
                    + " characters; expected " + MIN_LENGTH + " or more. Delete the file to have one made");
        }
        return Secret.of(password);
    }
}
