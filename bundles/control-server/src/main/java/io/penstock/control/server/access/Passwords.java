package io.penstock.control.server.access;

import io.penstock.core.concurrent.Workers;
import io.penstock.core.error.PenstockException;
import io.penstock.core.value.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * People's passwords: Argon2id (RFC 9106), two at a time, since each takes 19 MiB. Thread-safe.
 *
 * <pre>
 * $argon2id$v=19$m=19456,t=2,p=1$&lt;salt&gt;$&lt;hash&gt;
 * </pre>
 */
final class Passwords implements AutoCloseable {
    private static final int AT_A_TIME = 2;
    private static final int MAX_WAITING = 100;
    private static final int MIN_CHARACTERS = 12;
    private static final int MAX_CHARACTERS = 256;
    private static final int MEMORY_KIB = 19_456;
    private static final int PASSES = 2;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final String FORM = "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=1$";
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final SecureRandom random;
    private final ExecutorService threads = Workers.fixed("control-password", AT_A_TIME);
    private final AtomicInteger waiting = new AtomicInteger();
    /** Of nobody: to take as long where there is no such person. */
    private final String nobody;

    Passwords(SecureRandom random) {
        this.random = random;
        this.nobody = FORM + base64(bytes(SALT_BYTES)) + "$" + base64(bytes(HASH_BYTES));
    }

    /**
     * Makes the text that is kept.
     *
     * @throws PenstockException INVALID {@code users.password}
     */
    CompletableFuture<String> hash(Secret password) {
        int characters = password.reveal().codePointCount(0, password.reveal().length());
        if (characters < MIN_CHARACTERS || characters > MAX_CHARACTERS) {
            throw PenstockException.invalid("users.password", "a password has " + MIN_CHARACTERS + " to " + MAX_CHARACTERS
                    + " characters, and this one has " + characters);
        }
        byte[] salt = bytes(SALT_BYTES);
        return later(() -> FORM + base64(salt) + "$" + base64(argon2(password, salt)));
    }

    /** Whether it is the password that was kept; takes as long when there is none. */
    CompletableFuture<Boolean> verify(Secret password, java.util.Optional<String> kept) {
        return later(() -> {
            String[] parts = kept.orElse(nobody).split("\\$");
            byte[] hash = Base64.getDecoder().decode(parts[5]);
            return MessageDigest.isEqual(hash, argon2(password, Base64.getDecoder().decode(parts[4]))) && kept.isPresent();
        });
    }

    private <T> CompletableFuture<T> later(Supplier<T> task) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            return CompletableFuture.failedFuture(PenstockException.retry("server.busy",
                    "more than " + MAX_WAITING + " people sign in at this moment", null));
        }
        try {
            threads.execute(() -> {
                waiting.decrementAndGet();
                try {
                    answer.complete(task.get());
                } catch (RuntimeException | Error e) {
                    answer.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(PenstockException.retry("server.busy", "the server is stopping", e));
        }
        return answer;
    }

    private static byte[] argon2(Secret password, byte[] salt) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id).withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(MEMORY_KIB).withIterations(PASSES).withParallelism(1).withSalt(salt).build());
        byte[] hash = new byte[HASH_BYTES];
        generator.generateBytes(Normalizer.normalize(password.reveal(), Normalizer.Form.NFKC)
                .getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public void close() {
        Workers.stop(threads, CLOSING);
    }
}
