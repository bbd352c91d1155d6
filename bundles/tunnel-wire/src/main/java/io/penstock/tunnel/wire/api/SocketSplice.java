package io.penstock.tunnel.wire.api;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.penstock.core.error.PenstockException;
import io.penstock.tunnel.wire.api.SpliceReport.End;
import io.penstock.yamux.api.StreamEvents;
import io.penstock.yamux.api.YamuxStream;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A socket (left) joined with a stream (right), both on one loop. Adds itself to the end of the socket's pipeline. Nothing is
 * copied; credit is given when the socket took the bytes; the socket is not read while the stream cannot take more. The
 * stream's events must be given to it: {@code messages.become(splice)}. Event loop only, but for {@link Splice}'s methods.
 */
public final class SocketSplice implements Splice, StreamEvents {
    private final Channel socket;
    private final YamuxStream stream;
    private final SpliceFlow flow;
    private final SocketOutput output;
    private final Consumer<SpliceReport> ended;
    private boolean started;
    private boolean resting;
    private boolean leftFinished;
    private boolean over;

    /**
     * Joins; reads nothing yet.
     *
     * @param socket with ALLOW_HALF_CLOSURE and without autoRead, as {@link Loops} makes them
     * @param ended told exactly once, on the loop, when both sides are done with
     */
    public SocketSplice(Channel socket, YamuxStream stream, SpliceSettings settings, Consumer<SpliceReport> ended) {
        this.socket = socket;
        this.stream = stream;
        this.flow = new SpliceFlow(settings);
        this.ended = ended;
        this.output = new SocketOutput(socket, this::written, this::rightDone, this::leftBroke);
        socket.pipeline().addLast(new Input());
        flow.watch(socket.eventLoop(), () -> end(End.IDLE, "nothing came for " + settings.idleTimeout()));
    }

    /**
     * Begins to read the socket. May be called before the stream's events come here, so that a client's first bytes travel
     * with the Connect; then {@code writable} must be passed on from the beginning.
     */
    public void start() {
        if (over || started) {
            return;
        }
        started = true;
        EarlyReads.release(socket.pipeline().context(Input.class));
        if (socket.isActive()) {
            readOrNot();
        } else {
            end(End.LEFT_RESET, "the socket was closed");
        }
    }

    private void readOrNot() {
        boolean wanted = started && !over && !resting && !leftFinished && stream.isWritable();
        if (socket.config().isAutoRead() != wanted) {
            socket.config().setAutoRead(wanted);
        }
    }

    @Override
    public void data(YamuxStream from, ByteBuf bytes) {
        if (over) {
            bytes.release();
            return;
        }
        flow.countRight(bytes.readableBytes());
        output.write(bytes);
    }

    @Override
    public void burstEnded(YamuxStream from) {
        output.flush();
    }

    private void written(int bytes) {
        long delay = flow.delay(bytes);
        if (delay == 0) {
            stream.consumed(bytes);
        } else {
            socket.eventLoop().schedule(() -> stream.consumed(bytes), delay, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void finished(YamuxStream from) {
        output.finish();
    }

    @Override
    public void reset(YamuxStream from, Throwable cause) {
        end(End.RIGHT_RESET, PenstockException.describe(cause));
    }

    @Override
    public void writable(YamuxStream from) {
        readOrNot();
    }

    private void rightDone() {
        if (leftFinished) {
            end(End.FINISHED, "both ends finished");
        }
    }

    private void leftDone() {
        leftFinished = true;
        stream.finish();
        readOrNot();
        if (output.isFinished()) {
            end(End.FINISHED, "both ends finished");
        }
    }

    private void leftBroke(Throwable cause) {
        end(End.LEFT_RESET, PenstockException.describe(cause));
    }

    private void end(End how, String why) {
        if (over) {
            return;
        }
        over = true;
        flow.stop();
        if (how == End.FINISHED) {
            socket.close();
        } else {
            stream.reset();
            output.breakOff();
        }
        ended.accept(flow.report(how, why));
    }

    @Override
    public long leftBytes() {
        return flow.leftBytes();
    }

    @Override
    public long rightBytes() {
        return flow.rightBytes();
    }

    @Override
    public void close(String why) {
        StreamSplice.hop(socket.eventLoop(), () -> end(End.CLOSED, why), () -> { });
    }

    /** The socket's bytes and its end. */
    private final class Input extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            int count = bytes.readableBytes();
            flow.countLeft(count);
            stream.write(bytes);
            long delay = flow.delay(count);
            if (delay > 0) {
                resting = true;
                ctx.executor().schedule(this::goOn, delay, TimeUnit.NANOSECONDS);
            }
            readOrNot();
        }

        private void goOn() {
            resting = false;
            readOrNot();
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event == ChannelInputShutdownEvent.INSTANCE && !over) {
                leftDone();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            leftBroke(cause);
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            end(End.LEFT_RESET, "the socket was closed");
        }
    }
}
