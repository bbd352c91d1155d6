package io.penstock.config.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** Who may do what with a file, where the file system knows it. */
public final class FileMode {
    private static final Set<PosixFilePermission> OWNER = Set.of(PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private FileMode() {
    }

    /** The mode as {@code ls} and {@code chmod} write it ({@code 644}), if anybody but the owner may do anything. */
    public static Optional<String> openToOthers(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return Optional.empty();
        }
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        return OWNER.containsAll(mode) ? Optional.empty() : Optional.of(octal(mode));
    }

    /** What is wrong with a file that holds a key and is open to others. */
    public static String told(Path file, String key, String mode) {
        return "others may read " + file + " (mode " + mode + "), and it holds " + key
                + "; expected mode 600: run chmod 600 on it";
    }

    private static String octal(Set<PosixFilePermission> mode) {
        String letters = PosixFilePermissions.toString(mode);
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < letters.length(); i += 3) {
            digits.append((letters.charAt(i) == 'r' ? 4 : 0) + (letters.charAt(i + 1) == 'w' ? 2 : 0)
                    + (letters.charAt(i + 2) == 'x' ? 1 : 0));
        }
        return digits.toString();
    }
}
