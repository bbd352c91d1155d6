package io.penstock.control.server.store;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Secrets as rows: AES-256-GCM, bound to their names.
 *
 * <pre>
 * body = nonce (12 bytes)  ciphertext  tag (16 bytes)
 * </pre>
 */
final class StoreSealed implements Sealed {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Readers readers;
    private final Writer writer;
    private final SecretKeySpec key;
    private final RandomGenerator random;

    StoreSealed(Readers readers, Writer writer, byte[] key, RandomGenerator random) {
        this.readers = readers;
        this.writer = writer;
        this.key = new SecretKeySpec(key, "AES");
        this.random = random;
    }

    @Override
    public Optional<byte[]> open(String name) {
        return joined(readers.read(rows -> open(rows, name)));
    }

    @Override
    public byte[] openOrMake(String name, Supplier<byte[]> make) {
        Optional<byte[]> there = open(name);
        if (there.isPresent()) {
            return there.get();
        }
        byte[] made = make.get();
        return joined(writer.write(tx -> {
            tx.update("insert into sealed (name, body) values (?, ?) on conflict do nothing", name, seal(name, made));
            return open(tx, name).orElseThrow();
        }));
    }

    private static <T> T joined(CompletableFuture<T> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof PenstockException known ? known : e;
        }
    }

    @Override
    public Optional<byte[]> open(Rows rows, String name) {
        return rows.one("select body from sealed where name = ?", row -> row.bytes("body"), name)
                .map(body -> unseal(name, body));
    }

    @Override
    public void put(Tx tx, String name, byte[] content) {
        tx.update("insert into sealed (name, body) values (?, ?) on conflict (name) do update set body = excluded.body",
                name, seal(name, content));
    }

    private byte[] seal(String name, byte[] content) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, name, nonce).doFinal(content);
            return ByteBuffer.allocate(NONCE_BYTES + sealed.length).put(nonce).put(sealed).array();
        } catch (GeneralSecurityException e) {
            throw new PenstockException(ErrorKind.BUG, "store.crypto", "this JDK has no AES-256-GCM", e);
        }
    }

    private byte[] unseal(String name, byte[] body) {
        try {
            byte[] nonce = new byte[NONCE_BYTES];
            ByteBuffer.wrap(body).get(nonce);
            return cipher(Cipher.DECRYPT_MODE, name, nonce).doFinal(body, NONCE_BYTES, body.length - NONCE_BYTES);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new PenstockException(ErrorKind.CORRUPT, "store.sealed", "what the database keeps as \"" + name
                    + "\" was not sealed under this master key, or was changed", e);
        }
    }

    private Cipher cipher(int mode, String name, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
