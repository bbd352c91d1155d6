package io.penstock.tunnel.dial;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.penstock.tunnel.dial.Timers.Timer;
import io.penstock.tunnel.wire.api.OpenCode;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/**
 * Dials the addresses of one host (RFC 8305, "happy eyeballs"): the next one as soon as one fails, or when the one before
 * has not stood after a quarter of a second; the first that stands wins, the others are closed. Event loop only.
 */
final class Race implements Dialling {
    /** RFC 8305 section 5, "Connection Attempt Delay". */
    static final Duration STAGGER = Duration.ofMillis(250);

    private final EventExecutor loop;
    private final Timers timers;
    private final Deque<InetSocketAddress> waiting;
    private final Function<InetSocketAddress, ChannelFuture> dial;
    private final DialOutcome outcome;
    private final List<ChannelFuture> running = new ArrayList<>();
    private DialFailure failure = new DialFailure(OpenCode.DNS, "there is no address");
    private Timer stagger = Timer.NONE;
    private boolean over;

    /**
     * @param addresses in the order of trying
     * @param dial begins to connect on the loop; the race reads its channel only to close it
     */
    Race(EventExecutor loop, Timers timers, List<InetSocketAddress> addresses,
            Function<InetSocketAddress, ChannelFuture> dial, DialOutcome outcome) {
        this.loop = loop;
        this.timers = timers;
        this.waiting = new ArrayDeque<>(addresses);
        this.dial = dial;
        this.outcome = outcome;
    }

    Race start() {
        next();
        return this;
    }

    private void next() {
        stagger.cancel();
        InetSocketAddress address = waiting.poll();
        if (address == null) {
            endIfAllFailed();
            return;
        }
        ChannelFuture attempt = dial.apply(address);
        running.add(attempt);
        if (!waiting.isEmpty()) {
            stagger = timers.after(loop, STAGGER, this::next);
        }
        attempt.addListener((Future<? super Void> done) -> ended(attempt, address));
    }

    private void ended(ChannelFuture attempt, InetSocketAddress address) {
        running.remove(attempt);
        if (over) {
            attempt.channel().close();
        } else if (attempt.isSuccess()) {
            win(attempt.channel());
        } else {
            DialFailure latest = DialFailure.of(Addresses.shown(address), attempt.cause());
            failure = failure.moreTelling(latest);
            next();
        }
    }

    private void win(Channel channel) {
        cancel();
        outcome.connected(channel);
    }

    private void endIfAllFailed() {
        if (running.isEmpty() && !over) {
            over = true;
            outcome.failed(failure);
        }
    }

    @Override
    public void cancel() {
        over = true;
        stagger.cancel();
        waiting.clear();
        List.copyOf(running).forEach(attempt -> attempt.channel().close());
    }
}
