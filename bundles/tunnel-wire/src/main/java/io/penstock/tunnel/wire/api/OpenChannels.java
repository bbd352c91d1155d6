package io.penstock.tunnel.wire.api;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerAdapter;
import io.netty.channel.ChannelHandlerContext;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Knows every channel it is in the pipeline of, while that is open. Netty's loops, told to end, may do so without closing what
 * is registered with them. Thread-safe.
 */
@ChannelHandler.Sharable
final class OpenChannels extends ChannelHandlerAdapter {
    private final Set<Channel> open = ConcurrentHashMap.newKeySet();

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        open.add(ctx.channel());
    }

    /** Netty takes the handlers from the pipeline of a channel that was closed. */
    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        open.remove(ctx.channel());
    }

    /** Closes them all, and waits so long at most; the caller's interrupt is kept. */
    void close(long millis) {
        List<Channel> all = List.copyOf(open);
        CountDownLatch closed = new CountDownLatch(all.size());
        all.forEach(channel -> channel.close().addListener(done -> closed.countDown()));
        try {
            closed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
