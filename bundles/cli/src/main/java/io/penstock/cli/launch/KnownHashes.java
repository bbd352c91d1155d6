package io.penstock.cli.launch;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The SHA-256 of every bundle the distribution was built with: {@code lib/bundles.sha256}, in the format of
 * {@code sha256sum}. Immutable.
 */
final class KnownHashes {
    private static final int HEX_DIGITS = 64;
    private static final int BUFFER_BYTES = 1 << 16;

    private final String text;
    private final Map<String, String> hashByFile;

    private KnownHashes(String text, Map<String, String> hashByFile) {
        this.text = text;
        this.hashByFile = Map.copyOf(hashByFile);
    }

    static KnownHashes read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new PenstockException(ErrorKind.NOT_FOUND, "launch.hashes-missing", "the list of known bundles " + file
                    + " cannot be read: " + PenstockException.describe(e), e);
        }
    }

    static KnownHashes parse(String text) {
        Map<String, String> hashes = new HashMap<>();
        for (String line : text.split("\n")) {
            String[] words = line.strip().split("\\s+\\*?", 2);
            if (words.length == 2 && words[0].length() == HEX_DIGITS) {
                hashes.put(words[1], words[0]);
            }
        }
        return new KnownHashes(text, hashes);
    }

    /** The whole list: changes whenever any bundle does. */
    String text() {
        return text;
    }

    /** Refuses any jar that is not exactly one the distribution was built with. */
    void check(List<Path> jars) {
        for (Path jar : jars) {
            String known = hashByFile.get(jar.getFileName().toString());
            if (known == null || !known.equals(hash(jar))) {
                throw new PenstockException(ErrorKind.DENIED, "launch.unknown-bundle", jar + (known == null
                        ? " is not a bundle of this distribution" : " is not the bundle this distribution was built with")
                        + "; an agent starts only what lib/bundles.sha256 lists: unpack the archive again");
            }
        }
    }

    private static String hash(Path jar) {
        try (InputStream in = Files.newInputStream(jar)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new PenstockException(ErrorKind.DENIED, "launch.bundle-unreadable",
                    jar + " cannot be read: " + PenstockException.describe(e), e);
        } catch (NoSuchAlgorithmException e) {
            throw new PenstockException(ErrorKind.BUG, "launch.no-sha256", "this Java has no SHA-256", e);
        }
    }
}
