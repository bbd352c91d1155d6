package io.penstock.control.client.session;

import io.penstock.control.api.SyncAnswer;
import io.penstock.control.client.identity.IdentityFiles;
import io.penstock.control.client.report.Reporter;
import io.penstock.control.client.wire.Reply;
import io.penstock.control.client.wire.ServerCalls;
import io.penstock.core.concurrent.Workers;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.time.Clock;
import io.penstock.core.value.Secret;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;

/**
 * The request that waits at the server until there is something new. Owned by the session's thread; the request itself waits
 * on one of its own.
 */
final class WaitingRequest implements AutoCloseable {
    /** Between two requests there is always a breath, whatever the server answers. */
    static final Duration BREATH = Duration.ofMillis(100);
    /** How often to look for states that have changed by themselves. */
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration STOP_DEADLINE = Duration.ofMillis(200);

    private final ServerCalls calls;
    private final IdentityFiles identity;
    private final Reporter reporter;
    private final Wakeup wakeup;
    private final Clock clock;
    private final boolean used;
    private final ExecutorService worker = Workers.single("control-wait");
    private Optional<Out> out = Optional.empty();

    private boolean superseded;

    private record Out(Reporter.Told told, Secret token, long since, CompletableFuture<Reply<SyncAnswer>> reply) {
    }

    /** What came back; {@code early}: long before its time, and not because of a newer request. */
    record Came(Reporter.Told told, Secret token, Reply<SyncAnswer> reply, boolean early) {
    }

    WaitingRequest(SessionSetup setup, Reporter reporter, Wakeup wakeup) {
        this.calls = setup.calls();
        this.identity = setup.identity();
        this.clock = setup.clock();
        this.used = setup.longPoll();
        this.reporter = reporter;
        this.wakeup = wakeup;
    }

    boolean isUsed() {
        return used;
    }

    /** A newer request has been made: the server ends this one. */
    void supersede() {
        superseded = true;
    }

    /** What comes back of it counts no more; the server ends it when it sees a newer one. */
    void forget() {
        out = Optional.empty();
    }

    /** Sends a request if none is out, and waits a while: for its answer, or for news of this agent's own. */
    Optional<Came> turn(Duration patience) throws InterruptedException {
        if (out.isEmpty()) {
            out = Optional.of(send(patience));
            superseded = false;
        }
        wakeup.awaitAnswer(LOOK);
        Out now = out.get();
        if (!now.reply().isDone()) {
            return Optional.empty();
        }
        out = Optional.empty();
        boolean early = !superseded && clock.nanoTime() - now.since() < patience.toNanos() / 2;
        return Optional.of(new Came(now.told(), now.token(), result(now), early));
    }

    private Out send(Duration patience) {
        Reporter.Told told = reporter.next(false);
        Secret token = identity.token().orElseThrow();
        String agent = identity.identity().agentId().orElseThrow();
        CompletableFuture<Reply<SyncAnswer>> reply = CompletableFuture.supplyAsync(() -> {
            try {
                return calls.sync(agent, token, told.request(), patience);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new PenstockException(ErrorKind.CLOSED, "http.closed", "the request was given up", e);
            }
        }, worker);
        reply.whenComplete((answer, failure) -> wakeup.answer());
        return new Out(told, token, clock.nanoTime(), reply);
    }

    private static Reply<SyncAnswer> result(Out now) {
        try {
            return now.reply().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof PenstockException known ? known
                    : PenstockException.retry("control.request", PenstockException.describe(e.getCause()), e.getCause());
        }
    }

    @Override
    public void close() {
        Workers.stop(worker, STOP_DEADLINE);
    }
}
