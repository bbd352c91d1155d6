package io.penstock.tunnel.gateway;

import io.netty.buffer.ByteBuf;
import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.MessageStream;
import io.penstock.tunnel.wire.api.OpenCode;
import io.penstock.yamux.api.StreamEvents;
import io.penstock.yamux.api.YamuxStream;

/** What an agent does with a Connect. */
interface AgentTarget {
    /** Sends back what comes. */
    AgentTarget ECHO = (stream, connect) -> {
        stream.send(new Message.Connected(1, "10.0.0.1:5432"));
        stream.become(new Echo());
    };
    /** Never answers. */
    AgentTarget SILENT = (stream, connect) -> { };

    void connect(MessageStream stream, Message.Connect connect);

    static AgentTarget failing(OpenCode code) {
        return (stream, connect) -> {
            stream.send(new Message.Failed(code, "for this test", 1));
            stream.finish();
        };
    }

    /** Sends everything back, and the end too. */
    final class Echo implements StreamEvents {
        @Override
        public void data(YamuxStream stream, ByteBuf bytes) {
            int count = bytes.readableBytes();
            stream.write(bytes);
            stream.consumed(count);
        }

        @Override
        public void finished(YamuxStream stream) {
            stream.finish();
        }

        @Override
        public void reset(YamuxStream stream, Throwable cause) {
            // Nothing to undo.
        }

        @Override
        public void writable(YamuxStream stream) {
            // It does not stop writing: tests send little.
        }
    }
}
