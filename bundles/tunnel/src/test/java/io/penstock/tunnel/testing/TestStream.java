package io.penstock.tunnel.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.penstock.tunnel.wire.api.Envelope;
import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.MessageStream;
import io.penstock.tunnel.wire.api.TunnelProtocol;
import io.penstock.yamux.api.StreamEvents;
import io.penstock.yamux.api.YamuxSession;
import io.penstock.yamux.api.YamuxStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The gateway's end of one stream: the first message, then bytes. Asked by tests, on any thread. */
public final class TestStream implements MessageStream.Listener, StreamEvents {
    private static final long PATIENCE_SECONDS = 20;

    private final CompletableFuture<Message> first = new CompletableFuture<>();
    private final CompletableFuture<Boolean> finished = new CompletableFuture<>();
    private final CompletableFuture<Throwable> reset = new CompletableFuture<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private MessageStream messages;

    static TestStream opened(YamuxSession session) {
        TestStream stream = new TestStream();
        stream.messages = MessageStream.open(session, TunnelProtocol.MAX_OPEN_BYTES, stream);
        return stream;
    }

    static TestStream accepted(YamuxStream yamux) {
        TestStream stream = new TestStream();
        stream.messages = MessageStream.accept(yamux, TunnelProtocol.MAX_OPEN_BYTES, stream);
        return stream;
    }

    MessageStream messages() {
        return messages;
    }

    /** On the loop. */
    void put(String text) {
        if (!text.isEmpty()) {
            messages.stream().write(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
        }
    }

    /** Sends bytes. */
    public void write(String text) {
        onLoop(() -> put(text));
    }

    /** Sends a message. */
    public void send(Message message) {
        onLoop(() -> messages.send(message));
    }

    /** Sends FIN. */
    public void finish() {
        onLoop(() -> messages.stream().finish());
    }

    /** Breaks it. */
    public void breakOff() {
        onLoop(() -> messages.stream().reset());
    }

    private void onLoop(Runnable action) {
        messages.stream().session().loop().submit(action).syncUninterruptibly();
    }

    /** The message the other end began with. */
    public Message first() {
        return await(first);
    }

    /** As {@link #first}, of this kind. */
    public <T extends Message> T first(Class<T> kind) {
        Message message = first();
        if (!kind.isInstance(message)) {
            throw new AssertionError("expected " + kind.getSimpleName() + " but got " + message);
        }
        return kind.cast(message);
    }

    /** Whatever came after the first message, once this many bytes have. */
    public String read(int count) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        synchronized (bytes) {
            while (bytes.size() < count) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("only " + bytes.size() + " of " + count + " bytes came");
                }
                waitFor(left);
            }
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }

    private void waitFor(long millis) {
        try {
            bytes.wait(millis);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits for the other end's FIN. */
    public void awaitFinish() {
        await(finished);
    }

    /** Waits until the other end broke it. */
    public Throwable awaitReset() {
        return await(reset);
    }

    /** Waits until the other end broke one of them. */
    public static void awaitResetOfAny(List<TestStream> streams) {
        await(CompletableFuture.anyOf(streams.stream().map(stream -> stream.reset).toArray(CompletableFuture[]::new)));
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void message(MessageStream from, Envelope envelope) {
        from.become(this);
        first.complete(envelope.message());
    }

    @Override
    public void malformed(MessageStream from, String why) {
        first.completeExceptionally(new AssertionError(why));
    }

    @Override
    public void finished(MessageStream from) {
        finished.complete(true);
    }

    @Override
    public void reset(MessageStream from, Throwable cause) {
        reset.complete(cause);
        first.completeExceptionally(cause);
    }

    @Override
    public void data(YamuxStream stream, ByteBuf data) {
        int size = data.readableBytes();
        byte[] copy = new byte[size];
        data.readBytes(copy).release();
        synchronized (bytes) {
            bytes.writeBytes(copy);
            bytes.notifyAll();
        }
        stream.consumed(size);
    }

    @Override
    public void finished(YamuxStream stream) {
        finished.complete(true);
    }

    @Override
    public void reset(YamuxStream stream, Throwable cause) {
        reset.complete(cause);
        first.completeExceptionally(cause);
    }

    @Override
    public void writable(YamuxStream stream) {
        // Tests send little.
    }
}
