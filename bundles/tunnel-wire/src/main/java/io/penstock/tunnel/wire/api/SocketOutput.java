package io.penstock.tunnel.wire.api;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Writes to a socket, and tells what the kernel took. What waits here is bounded by the stream's window: it grows only when
 * that is told. Event loop only.
 */
final class SocketOutput {
    /** One future for so many bytes, or for a burst. */
    private static final int FUTURE_BYTES = 64 * 1024;

    private final Channel socket;
    private final IntConsumer written;
    private final Runnable finished;
    private final Consumer<Throwable> broken;
    /** The last of a burst carries its future, and which is the last is known only at the end. */
    private ByteBuf last;
    private int unnamed;
    private long unwritten;
    private boolean finishing;
    private boolean isFinished;
    private boolean over;

    SocketOutput(Channel socket, IntConsumer written, Runnable finished, Consumer<Throwable> broken) {
        this.socket = socket;
        this.written = written;
        this.finished = finished;
        this.broken = broken;
    }

    void write(ByteBuf bytes) {
        if (over || finishing) {
            bytes.release();
            return;
        }
        if (last != null) {
            socket.write(last, socket.voidPromise());
        }
        last = bytes;
        unnamed += bytes.readableBytes();
        if (unnamed >= FUTURE_BYTES) {
            writeLast();
        }
    }

    private void writeLast() {
        ByteBuf bytes = last;
        int count = unnamed;
        last = null;
        unnamed = 0;
        unwritten += count;
        socket.write(bytes).addListener((ChannelFutureListener) future -> done(future, count));
    }

    void flush() {
        if (last != null) {
            writeLast();
        }
        if (unwritten > 0) {
            socket.flush();
        }
    }

    private void done(ChannelFuture future, int count) {
        unwritten -= count;
        if (over) {
            return;
        }
        if (!future.isSuccess()) {
            broken.accept(future.cause());
            return;
        }
        written.accept(count);
        finishWhenWritten();
    }

    /** Sends FIN when all is written: Netty would throw away what is not. */
    void finish() {
        flush();
        finishing = true;
        finishWhenWritten();
    }

    private void finishWhenWritten() {
        if (finishing && unwritten == 0 && !isFinished && !over) {
            isFinished = true;
            ((DuplexChannel) socket).shutdownOutput();
            finished.run();
        }
    }

    boolean isFinished() {
        return isFinished;
    }

    /** Closes with RST. */
    void breakOff() {
        over = true;
        if (last != null) {
            last.release();
            last = null;
        }
        if (socket.isOpen()) {
            socket.config().setOption(ChannelOption.SO_LINGER, 0);
            socket.close();
        }
    }
}
