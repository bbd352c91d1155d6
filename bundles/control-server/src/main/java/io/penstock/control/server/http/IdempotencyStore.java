package io.penstock.control.server.http;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Keeps answers of creations for 24 hours, so that the same request again makes nothing twice. Thread-safe. */
public interface IdempotencyStore {
    /** What is known of a key. */
    sealed interface Known {
    }

    /** It was never seen (or more than 24 hours ago): do it, then {@link #keep} or {@link #forget}. */
    record New() implements Known {
    }

    /**
     * It is being done: begun less than a minute ago, and not kept yet. What was begun earlier died with its process and is
     * {@link New}.
     */
    record Running(String requestHash) implements Known {
    }

    /**
     * It was done.
     *
     * @param body as it was sent; empty where it held a secret
     */
    record Kept(String requestHash, int status, Map<String, String> headers, byte[] body, boolean secret) implements Known {
    }

    /**
     * Asks for a key and, where it is {@link New}, notes in the same transaction that it is being done.
     *
     * @param caller {@link Caller#actor}
     * @param requestHash of method, path, query and body
     */
    CompletionStage<Known> begin(String caller, String key, String requestHash);

    /** Keeps the answer. */
    CompletionStage<?> keep(String caller, String key, Kept answer);

    /** Nothing was done: the same key may be tried again. */
    CompletionStage<?> forget(String caller, String key);
}
