package io.penstock.control.server.store;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.value.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The one secret that is not in the database: all others come from it (HKDF, RFC 5869) or lie sealed under it. Immutable. */
public final class MasterKey {
    /** For small secrets in the database. */
    public static final String SEAL = "seal";
    /** For machines' credentials. */
    public static final String PEPPER = "pepper";
    /** For what a browser's session must repeat. */
    public static final String CSRF = "csrf";
    /** For telling that this is the key. */
    static final String CHECK = "check";
    /** Its file, in the folder of the server. */
    static final String FILE = "master.key";
    private static final int BYTES = 32;
    private static final String SALT = "penstock-control/1";

    private final byte[] key;
    private final String source;

    private MasterKey(byte[] key, String source) {
        this.key = key;
        this.source = source;
    }

    /**
     * Reads one from a setting.
     *
     * @param text base64 of 32 bytes
     * @throws PenstockException INVALID {@code store.master-key}
     */
    public static MasterKey of(Secret text) {
        return of(text.reveal().strip(), "the setting master-key");
    }

    private static MasterKey of(String text, String source) {
        try {
            byte[] key = Base64.getDecoder().decode(text);
            if (key.length == BYTES) {
                return new MasterKey(key, source);
            }
        } catch (IllegalArgumentException e) {
            // Told below, without what it was.
        }
        throw PenstockException.invalid("store.master-key", source + " is not base64 of " + BYTES + " bytes");
    }

    /**
     * Reads the key of a folder, or makes it.
     *
     * @throws PenstockException INVALID {@code store.master-key}; RETRY {@code store.unavailable} when the file cannot be
     *         read or written
     */
    public static MasterKey inFolder(Path folder, RandomGenerator random) {
        Path file = folder.resolve(FILE);
        try {
            return of(Files.readString(file, StandardCharsets.US_ASCII).strip(), file.toString());
        } catch (NoSuchFileException e) {
            return make(folder, file, random);
        } catch (IOException e) {
            throw PenstockException.retry("store.unavailable", "the master key " + file + " cannot be read: "
                    + PenstockException.describe(e), e);
        }
    }

    private static MasterKey make(Path folder, Path file, RandomGenerator random) {
        if (Files.exists(folder.resolve(Store.FILE))) {
            throw PenstockException.invalid("store.master-key", "there is a database in " + folder + ", but not its key "
                    + FILE + ": put the file back that was there");
        }
        byte[] key = new byte[BYTES];
        random.nextBytes(key);
        try {
            PrivateFolder.make(folder);
            PrivateFolder.write(file, (Base64.getEncoder().encodeToString(key) + "\n").getBytes(StandardCharsets.US_ASCII));
            return new MasterKey(key, file.toString());
        } catch (IOException e) {
            throw PenstockException.retry("store.unavailable", "the master key " + file + " cannot be written: "
                    + PenstockException.describe(e), e);
        }
    }

    /** Where it came from, for people. */
    String source() {
        return source;
    }

    /** A key of 32 bytes for one purpose. */
    public byte[] derive(String purpose) {
        byte[] extracted = hmac(SALT.getBytes(StandardCharsets.US_ASCII), key);
        return hmac(extracted, (purpose + "\u0001").getBytes(StandardCharsets.US_ASCII));
    }

    /** HMAC-SHA-256. */
    public static byte[] hmac(byte[] key, byte[] content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new PenstockException(ErrorKind.BUG, "store.crypto", "this JDK has no HMAC-SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "the master key of " + source;
    }
}
