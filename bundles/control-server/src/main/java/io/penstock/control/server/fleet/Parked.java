package io.penstock.control.server.fleet;

import io.penstock.control.api.SyncRequest;
import io.penstock.control.server.http.Answer;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;

/**
 * A request that waits for something new.
 *
 * @param untilNanos of the monotonic clock
 */
record Parked(SyncRequest request, InetAddress from, String requestId, CompletableFuture<Answer> answer, long untilNanos) {
}
