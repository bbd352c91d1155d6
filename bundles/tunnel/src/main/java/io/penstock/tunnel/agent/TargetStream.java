package io.penstock.tunnel.agent;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import io.penstock.core.error.PenstockException;
import io.penstock.tunnel.dial.DialFailure;
import io.penstock.tunnel.dial.DialOutcome;
import io.penstock.tunnel.dial.Dialling;
import io.penstock.tunnel.dial.Timers.Timer;
import io.penstock.tunnel.wire.api.Envelope;
import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.MessageStream;
import io.penstock.tunnel.wire.api.OpenCode;
import io.penstock.tunnel.wire.api.SocketSplice;
import io.penstock.tunnel.wire.api.SpliceReport;
import io.penstock.tunnel.wire.api.SpliceSettings;
import io.penstock.tunnel.wire.api.TunnelProtocol;
import io.penstock.yamux.api.DeafStream;
import io.penstock.yamux.api.YamuxStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stream the gateway opened, until it is joined with a target's socket, or refused. Event loop only. */
final class TargetStream implements MessageStream.Listener, DialOutcome {
    /** From the stream's opening to its Connect. */
    static final Duration CONNECT_DEADLINE = Duration.ofSeconds(5);
    /** For the gateway to read why, and to end the stream itself. */
    private static final Duration FAREWELL = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger("io.penstock.tunnel.streams");

    private final YamuxStream stream;
    private final EventLoop loop;
    private final TargetStreams streams;
    private final MessageStream messages;
    private final EarlyBytes early;
    private final Timer deadline;
    private Optional<Message.Connect> asked = Optional.empty();
    private Dialling dialling = Dialling.NONE;
    private long beganNanos;
    private boolean settled;

    TargetStream(YamuxStream stream, EventLoop loop, TargetStreams streams) {
        this.stream = stream;
        this.loop = loop;
        this.streams = streams;
        this.early = new EarlyBytes(streams, this::broken);
        this.messages = MessageStream.accept(stream, TunnelProtocol.MAX_OPEN_BYTES, this);
        this.beganNanos = streams.nanoTime();
        this.deadline = streams.timers().after(loop, CONNECT_DEADLINE,
                () -> failed(new DialFailure(OpenCode.TIMEOUT, "nobody said what to connect to")));
    }

    MessageStream messages() {
        return messages;
    }

    @Override
    public void message(MessageStream from, Envelope envelope) {
        if (settled) {
            return;
        }
        if (!(envelope.message() instanceof Message.Connect connect)) {
            malformed(from, "a stream begins with connect");
            return;
        }
        asked = Optional.of(connect);
        deadline.cancel();
        messages.become(early);
        beganNanos = streams.nanoTime();
        Dialling begun = streams.dial(connect.target(), loop, this);
        dialling = settled ? Dialling.NONE : begun;
    }

    @Override
    public void connected(Channel socket) {
        settle();
        String address = NetUtil.toSocketAddressString((InetSocketAddress) socket.remoteAddress());
        messages.send(new Message.Connected(elapsedMs(), address));
        LOG.debug("{} at {} for {}: connected in {} ms", target(), address, asked.flatMap(Message.Connect::from).orElse("somebody"),
                elapsedMs());
        SocketSplice splice = new SocketSplice(socket, stream, SpliceSettings.NONE, report -> ended(report, address));
        streams.counters().began(this, splice);
        early.giveTo(stream, splice);
        splice.start();
    }

    private void ended(SpliceReport report, String address) {
        streams.counters().ended(this, report);
        LOG.debug("{} at {}: ended after {} ms, {} bytes from it, {} to it: {} {}", target(), address,
                elapsedMs(), report.leftBytes(), report.rightBytes(), report.end(), report.message());
    }

    @Override
    public void malformed(MessageStream from, String why) {
        failed(new DialFailure(OpenCode.INTERNAL, why));
    }

    @Override
    public void failed(DialFailure failure) {
        if (settled) {
            return;
        }
        settle();
        streams.failed(failure);
        LOG.debug("{}: {} {}", target(), failure.code(), failure.message());
        messages.send(new Message.Failed(failure.code(), failure.message(), elapsedMs()));
        messages.finish();
        early.giveTo(stream, DeafStream.DEAF);
        streams.timers().after(loop, FAREWELL, messages::reset);
    }

    @Override
    public void reset(MessageStream from, Throwable cause) {
        broken(cause);
    }

    private void broken(Throwable cause) {
        if (!settled) {
            settle();
            dialling.cancel();
            LOG.debug("{}: given up by the gateway: {}", target(), PenstockException.describe(cause));
        }
    }

    private void settle() {
        settled = true;
        deadline.cancel();
        streams.settled();
    }

    private String target() {
        return asked.map(Message.Connect::target).orElse("a stream");
    }

    private long elapsedMs() {
        return TimeUnit.NANOSECONDS.toMillis(streams.nanoTime() - beganNanos);
    }
}
