package io.penstock.tunnel.dial;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.penstock.tunnel.dial.Timers.Timer;
import io.penstock.tunnel.policy.AllowList;
import io.penstock.tunnel.policy.TargetAddress;
import io.penstock.tunnel.wire.api.Loops;
import io.penstock.tunnel.wire.api.OpenCode;
import io.penstock.tunnel.wire.api.SocketUse;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * Connects to targets that are allowed. A target's addresses are looked up once, judged, and those that pass are dialled as
 * they are: nothing looks the name up again in between. Thread-safe.
 */
public final class TargetDialler {
    private final Loops loops;
    private final Resolver resolver;
    private final Timers timers;

    /** Sockets are made on the loops given later, which are of these. */
    public TargetDialler(Loops loops, Resolver resolver, Timers timers) {
        this.loops = loops;
        this.resolver = resolver;
        this.timers = timers;
    }

    /**
     * Dials on the loop, from it; the outcome may be told before this returns. The channel does not read until told to.
     *
     * @param timeout for all of it
     */
    public Dialling dial(TargetAddress target, AllowList allow, Duration timeout, EventLoop loop, DialOutcome outcome) {
        if (!allow.mayResolve(target)) {
            outcome.failed(new DialFailure(OpenCode.DENIED, allow.refusal(target, List.of())));
            return Dialling.NONE;
        }
        return new OneDialling(target, allow, loop, outcome).start(timeout);
    }

    /** Event loop only. */
    private final class OneDialling implements Dialling, Resolver.Answer, DialOutcome {
        private final TargetAddress target;
        private final AllowList allow;
        private final EventLoop loop;
        private final DialOutcome outcome;
        private Timer deadline = Timer.NONE;
        private Dialling race = Dialling.NONE;
        private OpenCode whenLate = OpenCode.DNS;
        private boolean over;

        OneDialling(TargetAddress target, AllowList allow, EventLoop loop, DialOutcome outcome) {
            this.target = target;
            this.allow = allow;
            this.loop = loop;
            this.outcome = outcome;
        }

        OneDialling start(Duration timeout) {
            deadline = timers.after(loop, timeout, this::late);
            resolver.resolve(target.host(), loop, this);
            return this;
        }

        private void late() {
            failed(new DialFailure(whenLate, whenLate == OpenCode.DNS ? "the name " + target.host() + " is still being looked up"
                    : target + " does not answer"));
        }

        @Override
        public void found(List<InetAddress> addresses) {
            if (over) {
                return;
            }
            List<InetSocketAddress> places = Addresses.interleaved(addresses.stream()
                    .filter(address -> allow.allows(target, address)).toList()).stream()
                    .map(address -> new InetSocketAddress(address, target.port())).toList();
            if (places.isEmpty()) {
                failed(new DialFailure(OpenCode.DENIED, allow.refusal(target, addresses)));
                return;
            }
            whenLate = OpenCode.TIMEOUT;
            race = new Race(loop, timers, places, this::connect, this).start();
        }

        @Override
        public void failed(String reason) {
            failed(new DialFailure(OpenCode.DNS, reason));
        }

        /** The deadline is ours: the socket's own is switched off. */
        private ChannelFuture connect(InetSocketAddress address) {
            return loops.dial(loop, SocketUse.LOCAL).option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0).connect(address);
        }

        @Override
        public void connected(Channel channel) {
            over = true;
            deadline.cancel();
            outcome.connected(channel);
        }

        @Override
        public void failed(DialFailure failure) {
            if (!over) {
                cancel();
                outcome.failed(failure);
            }
        }

        @Override
        public void cancel() {
            over = true;
            deadline.cancel();
            race.cancel();
        }
    }
}
