package io.penstock.core.http;

import io.penstock.core.error.PenstockException;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Takes a response's body up to a limit; beyond it the exchange is given up, or the rest is left out. One response. */
public final class LimitedBody implements BodySubscriber<byte[]> {
    private final long limitBytes;
    private final boolean cut;
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private Flow.Subscription subscription;

    private LimitedBody(long limitBytes, boolean cut) {
        this.limitBytes = limitBytes;
        this.cut = cut;
    }

    /** Fails beyond the limit, with INVALID ({@code http.too-large}). */
    public static BodyHandler<byte[]> refusing(long limitBytes) {
        return response -> new LimitedBody(limitBytes, false);
    }

    /** Ends at the limit. */
    public static BodyHandler<byte[]> cutting(long limitBytes) {
        return response -> new LimitedBody(limitBytes, true);
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            int room = (int) Math.min(buffer.remaining(), limitBytes - taken.size());
            boolean over = room < buffer.remaining();
            byte[] piece = new byte[room];
            buffer.get(piece);
            taken.writeBytes(piece);
            if (over) {
                subscription.cancel();
                finish();
                return;
            }
        }
    }

    private void finish() {
        if (cut) {
            body.complete(taken.toByteArray());
        } else {
            body.completeExceptionally(PenstockException.invalid("http.too-large",
                    "the response is longer than " + limitBytes + " bytes"));
        }
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        body.complete(taken.toByteArray());
    }
}
