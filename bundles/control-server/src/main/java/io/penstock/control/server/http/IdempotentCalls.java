package io.penstock.control.server.http;

import io.penstock.control.api.ProblemCode;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Does a creation once, however often it is asked for. Thread-safe. */
final class IdempotentCalls {
    private static final int FIRST_REFUSAL = 300;

    private IdempotentCalls() {
    }

    /**
     * Answers from what was kept, or does it and keeps what was made. Refusals are not kept: nothing was made.
     *
     * @param work never fails; failures are replies, too
     */
    static CompletionStage<Reply> once(IdempotencyStore store, RequestHead head, Admitted admitted, byte[] body,
                                       Supplier<CompletionStage<Reply>> work) {
        String caller = admitted.caller().actor();
        String key = admitted.idempotencyKey().orElseThrow();
        String hash = hash(head, body);
        return store.begin(caller, key, hash).thenCompose(known -> {
            if (known instanceof IdempotencyStore.Kept kept) {
                return CompletableFuture.completedStage(again(kept, hash));
            } else if (known instanceof IdempotencyStore.Running running) {
                checkSame(running.requestHash(), hash);
                throw conflict(ProblemCode.IDEMPOTENCY_RUNNING, "the first request with this key is not done yet");
            }
            return work.get().thenCompose(reply -> kept(store, caller, key, hash, reply));
        });
    }

    private static CompletionStage<Reply> kept(IdempotencyStore store, String caller, String key, String hash, Reply reply) {
        boolean secret = "no-store".equals(reply.headers().get("Cache-Control"));
        CompletionStage<?> done = reply.status() >= FIRST_REFUSAL ? store.forget(caller, key)
                : store.keep(caller, key, new IdempotencyStore.Kept(hash, reply.status(), new HashMap<>(reply.headers()),
                        secret ? new byte[0] : reply.body(), secret));
        // What was made is made, whether or not that could be kept.
        return done.handle((nothing, failure) -> reply);
    }

    private static Reply again(IdempotencyStore.Kept kept, String hash) {
        checkSame(kept.requestHash(), hash);
        if (kept.secret()) {
            throw conflict(ProblemCode.IDEMPOTENCY_SECRET_SHOWN, "it was made, and its secret was shown once; make another");
        }
        return Reply.of(kept.status(), Map.copyOf(kept.headers()), kept.body());
    }

    private static void checkSame(String before, String now) {
        if (!before.equals(now)) {
            throw PenstockException.invalid(ProblemCode.IDEMPOTENCY_REUSED.code(), "this key came with another request before");
        }
    }

    private static PenstockException conflict(ProblemCode code, String why) {
        return new PenstockException(ErrorKind.CONFLICT, code.code(), why);
    }

    private static String hash(RequestHead head, byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((head.method() + "\n" + head.path() + "\n" + head.query() + "\n").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(body));
        } catch (GeneralSecurityException e) {
            throw new PenstockException(ErrorKind.BUG, "http.digest", "this JDK has no SHA-256", e);
        }
    }
}
