package io.penstock.tunnel.visit;

import io.netty.channel.Channel;
import io.penstock.tunnel.wire.api.Envelope;
import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.MessageStream;
import io.penstock.tunnel.wire.api.SocketSplice;
import io.penstock.tunnel.wire.api.SpliceSettings;
import io.penstock.tunnel.wire.api.TunnelProtocol;
import io.penstock.yamux.api.YamuxSession;
import java.util.function.Consumer;

/** A client's socket and its stream; the client's first bytes travel with the Connect. Event loop only. */
final class VisitStream implements MessageStream.Listener {
    private final Channel client;
    private final Consumer<String> notices;
    private SocketSplice splice;

    VisitStream(Channel client, Consumer<String> notices) {
        this.client = client;
        this.notices = notices;
    }

    /** Opens the stream; PenstockException when there can be none. */
    void open(YamuxSession session, Message.Connect connect) {
        MessageStream messages = MessageStream.open(session, TunnelProtocol.MAX_OPEN_BYTES, this);
        messages.send(connect);
        splice = new SocketSplice(client, messages.stream(), SpliceSettings.NONE, report -> { });
        splice.start();
    }

    @Override
    public void message(MessageStream from, Envelope envelope) {
        if (envelope.message() instanceof Message.Connected) {
            from.become(splice);
        } else if (envelope.message() instanceof Message.Failed failed) {
            notices.accept(failed.code() + ": " + failed.message());
            splice.close(failed.message());
        } else {
            malformed(from, "neither connected nor failed");
        }
    }

    @Override
    public void malformed(MessageStream from, String why) {
        notices.accept("the gateway does not keep to the protocol: " + why);
        splice.close(why);
    }

    @Override
    public void finished(MessageStream from) {
        splice.close("the gateway ended the stream");
    }

    @Override
    public void reset(MessageStream from, Throwable cause) {
        splice.reset(from.stream(), cause);
    }

    @Override
    public void writable(MessageStream from) {
        splice.writable(from.stream());
    }
}
