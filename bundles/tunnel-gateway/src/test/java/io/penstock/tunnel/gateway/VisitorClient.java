package io.penstock.tunnel.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.penstock.tunnel.wire.api.Envelope;
import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.MessageStream;
import io.penstock.tunnel.wire.api.TunnelProtocol;
import io.penstock.yamux.api.StreamEvents;
import io.penstock.yamux.api.YamuxSession;
import io.penstock.yamux.api.YamuxStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One stream of a visitor, for tests. */
final class VisitorClient implements MessageStream.Listener, StreamEvents {
    private final CompletableFuture<Message> answer = new CompletableFuture<>();
    private final CompletableFuture<String> received = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final YamuxSession session;
    private volatile MessageStream messages;

    private VisitorClient(YamuxSession session) {
        this.session = session;
    }

    static VisitorClient open(YamuxSession session, Message.Connect connect) {
        VisitorClient client = new VisitorClient(session);
        session.loop().execute(() -> {
            client.messages = MessageStream.open(session, TunnelProtocol.MAX_OPEN_BYTES, client);
            client.messages.send(connect);
        });
        return client;
    }

    Message answer() throws Exception {
        return answer.get(20, TimeUnit.SECONDS);
    }

    void write(String bytes) {
        session.loop().execute(() -> messages.stream().write(Unpooled.copiedBuffer(bytes, StandardCharsets.UTF_8)));
    }

    void finish() {
        session.loop().execute(() -> messages.stream().finish());
    }

    void reset() {
        session.loop().execute(() -> messages.stream().reset());
    }

    /** Everything that came, once the other end has ended. */
    String received() throws Exception {
        return received.get(20, TimeUnit.SECONDS);
    }

    @Override
    public void message(MessageStream from, Envelope envelope) {
        answer.complete(envelope.message());
        if (envelope.message() instanceof Message.Connected) {
            from.become(this);
        }
    }

    @Override
    public void malformed(MessageStream from, String why) {
        answer.completeExceptionally(new AssertionError(why));
    }

    @Override
    public void reset(MessageStream from, Throwable cause) {
        answer.completeExceptionally(cause);
    }

    @Override
    public void data(YamuxStream stream, ByteBuf bytes) {
        int count = bytes.readableBytes();
        text.append(bytes.toString(StandardCharsets.UTF_8));
        bytes.release();
        stream.consumed(count);
    }

    @Override
    public void finished(YamuxStream stream) {
        received.complete(text.toString());
    }

    @Override
    public void reset(YamuxStream stream, Throwable cause) {
        received.completeExceptionally(cause);
    }

    @Override
    public void writable(YamuxStream stream) {
        // It does not stop writing: tests send little.
    }
}
