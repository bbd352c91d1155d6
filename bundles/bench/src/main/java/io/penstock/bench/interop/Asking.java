package io.penstock.bench.interop;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.penstock.yamux.api.StreamEvents;
import io.penstock.yamux.api.YamuxSession;
import io.penstock.yamux.api.YamuxStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Our end of a stream we open: a first line, then so many bytes of a pattern, and a checksum of what comes back. */
final class Asking implements StreamEvents {
    private static final int PART = 64 * 1024;
    private static final int SHORT = 4096;

    final CompletableFuture<Void> finished = new CompletableFuture<>();
    final CompletableFuture<Throwable> reset = new CompletableFuture<>();
    final MessageDigest sent = Sha256.digest();
    final MessageDigest received = Sha256.digest();
    final StringBuffer text = new StringBuffer();
    final CompletableFuture<YamuxStream> stream = new CompletableFuture<>();
    private final YamuxSession session;
    private boolean finish;
    private long left;

    /** @param finish whether to finish after the bytes */
    Asking(YamuxSession session, String line, long bytes, boolean finish) {
        this.session = session;
        this.finish = finish;
        this.left = bytes;
        session.loop().execute(() -> {
            YamuxStream opened = session.open(this);
            opened.write(Unpooled.copiedBuffer(line + "\n", StandardCharsets.UTF_8));
            writable(opened);
            stream.complete(opened);
        });
    }

    /** Sends more, then finishes. */
    void sendLate(long bytes) {
        session.loop().execute(() -> {
            YamuxStream opened = stream.join();
            left = bytes;
            finish = true;
            writable(opened);
        });
    }

    void resetNow() {
        session.loop().execute(() -> stream.join().reset());
    }

    /** What came back, once the other end has finished. */
    String answer() throws Exception {
        finished.get(60, TimeUnit.SECONDS);
        return text.toString();
    }

    @Override
    public void data(YamuxStream from, ByteBuf bytes) {
        int size = bytes.readableBytes();
        received.update(bytes.nioBuffer());
        if (text.length() < SHORT) {
            text.append(bytes.toString(StandardCharsets.UTF_8));
        }
        bytes.release();
        from.consumed(size);
    }

    @Override
    public void finished(YamuxStream from) {
        finished.complete(null);
    }

    @Override
    public void reset(YamuxStream from, Throwable cause) {
        reset.complete(cause);
        finished.completeExceptionally(cause);
    }

    @Override
    public void writable(YamuxStream to) {
        while (left > 0 && to.isWritable()) {
            byte[] part = new byte[(int) Math.min(PART, left)];
            for (int i = 0; i < part.length; i++) {
                part[i] = (byte) ((left - i) * 31 + ((left - i) >> 8));
            }
            left -= part.length;
            sent.update(part);
            to.write(Unpooled.wrappedBuffer(part));
        }
        if (left == 0 && finish) {
            to.finish();
        }
    }
}
