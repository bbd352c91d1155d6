package io.penstock.control.server.http;

import io.penstock.control.api.Json;
import io.penstock.control.api.ProblemCode;
import io.penstock.core.error.PenstockException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Has requests answered: agents' on the loop they came by, all others by workers. Never fails. Thread-safe. */
final class Desk {
    /** Requests that workers have or will have; further ones are told to come later. */
    private static final int MAX_WAITING = 2_000;

    private final Supplier<Serving> serving;
    private final Json json;
    private final Replies replies;
    private final Executor workers;
    private final Semaphore room = new Semaphore(MAX_WAITING);

    Desk(Supplier<Serving> serving, Json json, Executor workers) {
        this.serving = serving;
        this.json = json;
        this.replies = new Replies(json);
        this.workers = workers;
    }

    /** What a request that went no further is told. */
    Reply refusal(RequestHead head, Throwable failure) {
        return replies.of(failure, head);
    }

    /** As {@link #refusal(RequestHead, Throwable)}. */
    Reply refusal(NotAdmitted refused) {
        return replies.of(refused.answer());
    }

    /**
     * Answers.
     *
     * @param gone completes when nobody reads the answer any more
     * @param loop of the connection
     */
    CompletionStage<Reply> answer(RequestHead head, Admitted admitted, byte[] body, CompletionStage<?> gone, Executor loop) {
        RequestCall call = new RequestCall(json, head, admitted, body, gone);
        if (admitted.rule().onLoop()) {
            return told(called(admitted.rule(), call), head, loop).thenApply(reply -> Replies.packed(reply, head));
        }
        if (!room.tryAcquire()) {
            return CompletableFuture.completedStage(replies.of(PenstockException.retry(ProblemCode.SERVER_BUSY.code(),
                    "too many requests wait", null), head));
        }
        return CompletableFuture.completedStage(call).thenComposeAsync(same -> byWorker(head, admitted, body, same), workers)
                .exceptionally(failure -> replies.of(failure, head)).thenApply(reply -> Replies.packed(reply, head))
                .whenComplete((reply, failure) -> room.release());
    }

    private CompletionStage<Reply> byWorker(RequestHead head, Admitted admitted, byte[] body, RequestCall call) {
        Supplier<CompletionStage<Reply>> work = () -> told(called(admitted.rule(), call), head, workers);
        return admitted.idempotencyKey().isEmpty() ? work.get()
                : IdempotentCalls.once(serving.get().idempotency().orElseThrow(), head, admitted, body, work);
    }

    private CompletionStage<Answer> called(RouteRule rule, RequestCall call) {
        try {
            return rule.answerer().handle(call);
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    /** Written where there is time for it, not on whatever thread has the answer. */
    private CompletionStage<Reply> told(CompletionStage<Answer> answer, RequestHead head, Executor where) {
        return answer.handleAsync((given, failure) -> failure == null ? replies.of(given) : replies.of(failure, head), where)
                .exceptionally(failure -> replies.of(failure, head));
    }
}
