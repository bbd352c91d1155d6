package io.penstock.tunnel.gateway;

import io.netty.channel.EventLoop;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.MessageStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The targets an agent was asked to try, until it answers. Thread-safe. */
final class TargetTrials {
    /** Longer than an agent's own connect timeout is by default. */
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    /** How long to wait for the answer: no loop that has ended tells that there is none. */
    static final Duration PATIENCE = DEADLINE.plusSeconds(2);
    private static final int MAX_UNDER_WAY = 64;

    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, CompletableFuture<Message.TestResult>> underWay = new ConcurrentHashMap<>();

    /** Asks. The answer fails with RETRY ({@code tunnel-gateway.test}) where none comes. */
    CompletableFuture<Message.TestResult> ask(String target, MessageStream control, EventLoop loop) {
        CompletableFuture<Message.TestResult> answer = new CompletableFuture<>();
        if (underWay.size() >= MAX_UNDER_WAY) {
            answer.completeExceptionally(unanswered("too many targets are being tried there"));
            return answer;
        }
        long number = numbers.incrementAndGet();
        underWay.put(number, answer);
        answer.whenComplete((result, failure) -> underWay.remove(number));
        Tasks.execute(loop, () -> {
            control.send(new Message.Test(number, target));
            loop.schedule(() -> answer.completeExceptionally(unanswered("the agent did not answer in " + DEADLINE.toSeconds()
                    + " s")), DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        });
        return answer;
    }

    void answered(Message.TestResult result) {
        Optional.ofNullable(underWay.remove(result.re())).ifPresent(answer -> answer.complete(result));
    }

    /** Nobody will answer any more. */
    void lost() {
        underWay.values().forEach(answer -> answer.completeExceptionally(unanswered("the agent's connection was lost")));
    }

    private static PenstockException unanswered(String why) {
        return new PenstockException(ErrorKind.RETRY, "tunnel-gateway.test", why);
    }
}
