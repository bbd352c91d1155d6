package io.penstock.yamux.api;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;

/** Sends back what comes, no more at once than the stream takes; credit goes back only for what was sent on. */
final class Echo implements StreamEvents {
    private final ArrayDeque<ByteBuf> waiting = new ArrayDeque<>();
    private boolean ended;

    @Override
    public void data(YamuxStream stream, ByteBuf bytes) {
        waiting.add(bytes);
        send(stream);
    }

    @Override
    public void finished(YamuxStream stream) {
        ended = true;
        send(stream);
    }

    @Override
    public void reset(YamuxStream stream, Throwable cause) {
        waiting.forEach(ByteBuf::release);
        waiting.clear();
    }

    @Override
    public void writable(YamuxStream stream) {
        send(stream);
    }

    private void send(YamuxStream stream) {
        while (!waiting.isEmpty() && stream.isWritable()) {
            ByteBuf bytes = waiting.poll();
            int size = bytes.readableBytes();
            stream.write(bytes);
            stream.consumed(size);
        }
        if (ended && waiting.isEmpty()) {
            stream.finish();
        }
    }
}
