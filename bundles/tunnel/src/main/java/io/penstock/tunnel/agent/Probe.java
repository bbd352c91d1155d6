package io.penstock.tunnel.agent;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import io.penstock.core.time.Clock;
import io.penstock.tunnel.dial.DialFailure;
import io.penstock.tunnel.dial.DialOutcome;
import io.penstock.tunnel.dial.Dialling;
import io.penstock.tunnel.dial.TargetDialler;
import io.penstock.tunnel.policy.TargetAddress;
import io.penstock.tunnel.wire.api.OpenCode;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Tries whether a target can be reached: just as a stream would, but the socket is closed at once. Event loop only. */
final class Probe implements DialOutcome {
    private final TargetBook book;
    private final Clock clock;
    private final Consumer<ProbeResult> result;
    private final long beganNanos;
    private Optional<TargetAddress> target = Optional.empty();

    private Probe(TargetBook book, Clock clock, Consumer<ProbeResult> result) {
        this.book = book;
        this.clock = clock;
        this.result = result;
        this.beganNanos = clock.nanoTime();
    }

    /**
     * Tries.
     *
     * @param asked a name, or HOST:PORT
     * @param result told once, on the loop, maybe before this returns
     */
    static void run(String asked, TargetBook book, TargetDialler dialler, EventLoop loop, Clock clock,
            Consumer<ProbeResult> result) {
        Probe probe = new Probe(book, clock, result);
        book.find(asked, found -> {
            probe.target = Optional.of(found);
            return dialler.dial(found, book.allow(), book.connectTimeout(), loop, probe);
        }, failure -> {
            probe.failed(failure);
            return Dialling.NONE;
        });
    }

    @Override
    public void connected(Channel channel) {
        InetSocketAddress address = (InetSocketAddress) channel.remoteAddress();
        channel.close();
        result.accept(new ProbeResult(OpenCode.OK, elapsedMs(), "", Optional.of(NetUtil.toSocketAddressString(address)),
                target.flatMap(known -> book.allow().rule(known, address.getAddress()))));
    }

    @Override
    public void failed(DialFailure failure) {
        result.accept(new ProbeResult(failure.code(), elapsedMs(), failure.message(), Optional.empty(), Optional.empty()));
    }

    private long elapsedMs() {
        return TimeUnit.NANOSECONDS.toMillis(clock.nanoTime() - beganNanos);
    }
}
