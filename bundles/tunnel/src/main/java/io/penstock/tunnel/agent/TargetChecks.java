package io.penstock.tunnel.agent;

import io.netty.channel.EventLoop;
import io.penstock.tunnel.dial.TargetDialler;
import io.penstock.tunnel.dial.Timers.Timer;
import io.penstock.tunnel.link.Surroundings;
import io.penstock.tunnel.policy.TargetAddress;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/** Tries the named targets now and then. On one event loop. */
final class TargetChecks {
    private final Surroundings around;
    private final EventLoop loop;
    private final Supplier<TargetBook> book;
    private final TargetDialler dialler;
    private final TargetStates states;
    private final Runnable changed;
    private final Set<String> running = new HashSet<>();
    private Timer next = Timer.NONE;
    private volatile boolean stopped;

    /** @param changed told on the loop when a target's state is another */
    TargetChecks(Surroundings around, EventLoop loop, Supplier<TargetBook> book, TargetDialler dialler, TargetStates states,
            Runnable changed) {
        this.around = around;
        this.loop = loop;
        this.book = book;
        this.dialler = dialler;
        this.states = states;
        this.changed = changed;
    }

    /** Tries all of them now, and from now on; after a change of the targets, too. Any thread. */
    void start() {
        loop.execute(this::round);
    }

    /** Any thread. */
    void stop() {
        stopped = true;
    }

    private void round() {
        next.cancel();
        TargetBook now = book.get();
        if (stopped || now.healthCheck().isZero()) {
            return;
        }
        now.named().keySet().stream().sorted().filter(running::add).forEach(name ->
                Probe.run(name, now, dialler, loop, around.clock(), result -> tried(name, now.named().get(name), result)));
        next = around.timers().after(loop, now.healthCheck(), this::round);
    }

    private void tried(String name, TargetAddress address, ProbeResult result) {
        running.remove(name);
        if (stopped) {
            return;
        }
        if (states.tried(name, address, result)) {
            changed.run();
        }
        TargetAddress now = book.get().named().get(name);
        if (now != null && !now.equals(address)) {
            // The round that came with the change left it out, as it was being tried.
            start();
        }
    }
}
