package io.penstock.control.server.http;

import java.util.concurrent.CompletionStage;

/**
 * Answers. Called on one of few worker threads, except for {@link Route#agent}s: those are called on the event loop and must
 * not block. A {@link io.penstock.core.error.PenstockException}, thrown or in the stage, becomes a problem; anything else is
 * {@code server.defect}.
 */
@FunctionalInterface
public interface Handler {
    /** One call. */
    CompletionStage<Answer> handle(Call call);
}
